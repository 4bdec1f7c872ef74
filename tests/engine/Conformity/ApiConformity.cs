namespace Actors.Engine.Tests.Conformity;

/// <summary>Where our public face says something that the real packages do not.</summary>
public static class ApiConformity
{
    /// <summary>One sentence per difference: each type and member of ours must be there, with the same attributes; theirs may have more.</summary>
    public static IEnumerable<string> Violations(IEnumerable<ApiShape> ours, IReadOnlyDictionary<string, ApiShape> theirs)
    {
        foreach (var our in ours)
        {
            if (!theirs.TryGetValue(our.Name, out var their))
            {
                yield return $"{our.Name} does not exist there.";
                continue;
            }

            if (our.Kind != their.Kind) yield return $"{our.Name} is \"{our.Kind}\", there \"{their.Kind}\".";
            foreach (var member in our.Members.Except(their.Members)) yield return $"{our.Name}: \"{member}\" does not exist there.";
            foreach (var attribute in their.Members.Except(our.Members).Where(m => m.StartsWith("attribute ", StringComparison.Ordinal)))
                yield return $"{our.Name} lacks the \"{attribute}\" it has there.";
        }
    }
}
