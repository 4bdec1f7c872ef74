namespace Actors.Runtimes.Frames;

/// <summary>Which of the two Pythons a frame is written for: they differ in what a native string is.</summary>
public enum PythonGeneration
{
    /// <summary>2.7: text is written as byte strings.</summary>
    Python27,

    /// <summary>3.8 and newer: text is written as text.</summary>
    Python3,
}
