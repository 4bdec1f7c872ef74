using System.Collections;
using System.ComponentModel;
using Actors.Configuration;
using Microsoft.Extensions.Options;

namespace Actors.Silo;

/// <summary>
/// Looks at all settings before anything starts, so that every mistake is named at once: names that are none, values of the wrong kind, values that the
/// options' own checks refuse. A section of ours that is misspelt is found where it can only be meant for us, which is an environment variable with <c>__</c>.
/// </summary>
internal static class SettingsCheck
{
    /// <summary>Every mistake, one sentence each; empty when there is none.</summary>
    /// <param name="settings">What was given.</param>
    /// <param name="sections">Our sections with the class that each is bound to.</param>
    /// <param name="addOptions">Registers the same options with their checks.</param>
    public static IReadOnlyList<string> Problems(IConfigurationRoot settings, IReadOnlyDictionary<string, Type> sections, Action<IServiceCollection> addOptions)
    {
        var problems = new List<string>();
        var wrong = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (section, type) in sections)
            problems.AddRange(ProblemsOf(settings.GetSection(section), type, wrong));
        problems.AddRange(MisspeltSections(settings, sections.Keys));

        // The checks see the other settings: one of the wrong kind would end the binding of its whole section.
        var good = new ConfigurationBuilder().AddInMemoryCollection(settings.AsEnumerable().Where(entry => entry.Value is not null && !wrong.Contains(entry.Key))).Build();
        problems.AddRange(Refusals(good, addOptions));
        return problems;
    }

    private static IEnumerable<string> ProblemsOf(IConfigurationSection section, Type type, HashSet<string> wrong)
    {
        var properties = type.GetProperties().Where(property => property.CanWrite).ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var entry in section.GetChildren())
        {
            if (!properties.TryGetValue(entry.Key, out var property))
                yield return $"{section.Path}:{entry.Key} is not a setting.{Suggestion.Sentence(entry.Key, properties.Keys)}";
            else if (entry.Value is { Length: > 0 } value && Expected(property.PropertyType, value) is { } expected)
            {
                wrong.Add(entry.Path);
                yield return $"{section.Path}:{property.Name} is \"{value}\"; it must be {expected}.";
            }
        }
    }

    /// <summary>What a value of this type must be, when this one is not; null when it is, and for types that have entries of their own.</summary>
    private static string? Expected(Type type, string value)
    {
        var wanted = Nullable.GetUnderlyingType(type) ?? type;
        if (wanted == typeof(string) || typeof(IEnumerable).IsAssignableFrom(wanted) || !TypeDescriptor.GetConverter(wanted).CanConvertFrom(typeof(string)))
            return null;
        try
        {
            TypeDescriptor.GetConverter(wanted).ConvertFromInvariantString(value);
            return null;
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException or OverflowException || unreadable.InnerException is FormatException or OverflowException)
        {
            return wanted == typeof(bool) ? "true or false"
                : wanted == typeof(TimeSpan) ? "a time, hours:minutes:seconds"
                : wanted.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(wanted))}"
                : wanted == typeof(double) ? "a number"
                : "a whole number";
        }
    }

    private static IEnumerable<string> MisspeltSections(IConfigurationRoot settings, IEnumerable<string> sections)
    {
        var known = sections.Append("Logging").ToHashSet(StringComparer.OrdinalIgnoreCase);
        return from section in settings.GetChildren()
               where !known.Contains(section.Key) && section.GetChildren().Any()
               let meant = Suggestion.For(section.Key, known)
               where meant is not null
               select $"{section.Key} is not a section of the settings. Did you mean \"{meant}\"?";
    }

    private static IEnumerable<string> Refusals(IConfiguration settings, Action<IServiceCollection> addOptions)
    {
        var services = new ServiceCollection();
        services.AddSingleton(settings);
        addOptions(services);
        using var provider = services.BuildServiceProvider();
        try
        {
            provider.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (OptionsValidationException refused)
        {
            return refused.Failures.SelectMany(Sentences);
        }
        catch (AggregateException several)
        {
            return several.InnerExceptions.OfType<OptionsValidationException>().SelectMany(refused => refused.Failures).SelectMany(Sentences).ToArray();
        }
    }

    // Annotations report "DataAnnotation validation failed for 'GatewayOptions' members: 'Port' with the error: 'SENTENCE'.", several of them joined by "; ".
    private static IEnumerable<string> Sentences(string failure)
    {
        const string Before = "with the error: '";
        if (!failure.Contains(Before, StringComparison.Ordinal))
            return [failure];
        return failure.Split(Before).Skip(1).Select(part => part[..part.LastIndexOf('\'')]);
    }
}
