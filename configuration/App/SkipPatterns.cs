namespace Actors.Configuration;

/// <summary>Regular expressions for the files that do not belong to a version.</summary>
public static class SkipPatterns
{
    /// <summary>What App Engine leaves out when <c>skip_files</c> says nothing else, as one expression for whole paths: names that begin with a dot, end in
    /// '~' or stand between '#', compiled Python, and what lies in an RCS directory.</summary>
    public const string Default = @"^(.*/)?(#.*#|.*~|.*\.py[co]|\..*)?$|^(.*/)?RCS/.*$";
}
