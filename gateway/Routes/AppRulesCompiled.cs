using Actors.Configuration;
using Actors.Grains;

namespace Actors.Gateway.Routes;

/// <summary>An app's dispatch.yaml and dos.yaml, read once for each state of the app; null where there is nothing to decide. Immutable.</summary>
/// <param name="Dispatch">Which service answers which hosts and paths.</param>
/// <param name="Dos">Whose requests are refused.</param>
internal sealed record AppRulesCompiled(DispatchYaml? Dispatch, DosYaml? Dos)
{
    /// <summary>Reads the rules; null when there are none. Errors were reported when the app was deployed: a file that has some decides nothing.</summary>
    public static AppRulesCompiled? Of(AppRules? rules)
    {
        if (rules is null || rules == AppRules.None)
            return null;
        var dispatch = rules.Dispatch.Length == 0 ? null : DispatchYaml.Read(rules.Dispatch, "dispatch.yaml").Value;
        var dos = rules.Dos.Length == 0 ? null : DosYaml.Read(rules.Dos, "dos.yaml").Value;
        return new AppRulesCompiled(dispatch is { Rules.IsEmpty: false } ? dispatch : null, dos is { Blacklist.IsEmpty: false } ? dos : null);
    }
}
