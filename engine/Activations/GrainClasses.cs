using System.Collections.Concurrent;
using System.Reflection;
using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Actors.Engine.Activations;

/// <summary>All grain classes: found once, when the engine starts, in the assemblies that refer to it.</summary>
internal sealed class GrainClasses
{
    private readonly Dictionary<GrainType, GrainClass> _byType;
    private readonly ConcurrentDictionary<(Type Interface, string? Prefix), GrainClass> _byInterface = new();

    public GrainClasses(IEnumerable<Assembly> assemblies, GrainCollectionOptions options)
    {
        _byType = [];
        foreach (var type in assemblies.SelectMany(a => a.GetTypes()).Where(IsGrainClass))
        {
            var found = new GrainClass(type, options.ClassSpecificCollectionAge.GetValueOrDefault(type.FullName!, options.CollectionAge));
            if (!_byType.TryAdd(found.GrainType, found))
                throw new OrleansConfigurationException($"The grain classes {type} and {_byType[found.GrainType].Type} are both named \"{found.GrainType}\" in ids; give one a [GrainType].");
        }
    }

    public GrainClass? this[GrainType type] => _byType.GetValueOrDefault(type);

    /// <summary>The class that implements an interface.</summary>
    /// <exception cref="ArgumentException">None does, or several do.</exception>
    public GrainClass Implementing(Type interfaceType, string? prefix) => _byInterface.GetOrAdd((interfaceType, prefix), static (key, all) =>
    {
        var found = all.Where(c => key.Interface.IsAssignableFrom(c.Type) && (key.Prefix is null || c.Type.FullName!.StartsWith(key.Prefix, StringComparison.Ordinal))).ToList();
        return found.Count switch
        {
            1 => found[0],
            0 => throw new ArgumentException($"No grain class implements {key.Interface}{(key.Prefix is null ? "" : $" and begins with \"{key.Prefix}\"")}. Is its assembly loaded and does it refer to the engine?"),
            _ => throw new ArgumentException($"Several grain classes implement {key.Interface}: {string.Join(", ", found.Select(c => c.Type))}. Name one by grainClassNamePrefix."),
        };
    }, _byType.Values);

    /// <summary>The application's assemblies: those loaded, and what they refer to, as far as it refers to the engine.</summary>
    public static IEnumerable<Assembly> ApplicationAssemblies()
    {
        var engine = typeof(GrainClasses).Assembly.GetName().Name;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Queue<Assembly>(AppDomain.CurrentDomain.GetAssemblies().Where(a => !a.IsDynamic));
        while (waiting.TryDequeue(out var assembly))
        {
            if (assembly.GetName().Name is not { } name || IsFramework(name) || !seen.Add(name)) continue;
            var references = assembly.GetReferencedAssemblies();
            foreach (var reference in references)
                if (reference.Name is { } other && !IsFramework(other) && !seen.Contains(other) && TryLoad(reference) is { } loaded) waiting.Enqueue(loaded);
            if (references.Any(r => r.Name == engine)) yield return assembly;
        }
    }

    private static bool IsFramework(string name) =>
        name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal) || name is "System" or "netstandard" or "mscorlib";

    private static Assembly? TryLoad(AssemblyName name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (Exception exception) when (exception is FileNotFoundException or FileLoadException or BadImageFormatException)
        {
            // A reference that is never used at run time need not be there.
            return null;
        }
    }

    private static bool IsGrainClass(Type type) =>
        type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false } && typeof(IGrain).IsAssignableFrom(type) && !typeof(GrainReference).IsAssignableFrom(type);
}
