using Actors.Configuration.Yaml;

namespace Actors.Configuration;

/// <summary>Reads one entry of <c>libraries</c>.</summary>
internal static class LibraryReader
{
    public static readonly Shape<Library> Shape = Shapes.MapOf("a library", Read);

    private static Library? Read(MapReader map, YamlErrors errors)
    {
        var name = map.Required("name", Shapes.Text, "Give the library's name, such as \"name: jinja2\".");
        var version = map.Optional("version", Shapes.Text) ?? LibraryCatalog.LatestWord;
        if (name is null)
            return null;
        if (LibraryCatalog.Find(name) is not { } library)
        {
            map.Error("name", $"The library \"{name}\" is not known.",
                Suggestion.For(name, LibraryCatalog.Names) is { } meant ? $"Did you mean \"{meant}\"?" : $"Vendor it into lib/, or name one of {string.Join(", ", LibraryCatalog.Names)}.");
            return null;
        }

        if (library.Resolve(version) is not { } resolved)
        {
            map.Error("version", $"The library \"{name}\" has no version \"{version}\".", $"Allowed are {string.Join(", ", library.Current)} and latest.");
            return null;
        }

        if (library.Deprecated.Contains(resolved))
            errors.Warn(map.At("version"), $"Version {resolved} of the library \"{name}\" is deprecated.", $"Take {library.Latest}.");
        return new Library(name, resolved);
    }
}
