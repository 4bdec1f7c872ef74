namespace Actors.Runtimes.Interpreters;

/// <summary>What a candidate said when it was asked.</summary>
/// <param name="Executable">The binary that really runs.</param>
/// <param name="Version">Its version.</param>
/// <param name="StandardLibrary">The directory of its standard library.</param>
internal sealed record InterpreterAnswer(string Executable, string Version, string StandardLibrary);

/// <summary>An answer that is still good as long as the file is the same.</summary>
/// <param name="Path">The candidate.</param>
/// <param name="Modified">Its time of change, in ticks of UTC.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Answer">What it said, or null when it does not work.</param>
internal sealed record KnownInterpreter(string Path, long Modified, long Size, InterpreterAnswer? Answer);
