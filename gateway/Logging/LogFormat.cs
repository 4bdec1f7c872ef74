namespace Actors.Gateway.Logging;

/// <summary>How the request log looks on the console.</summary>
public enum LogFormat
{
    /// <summary>A line for people, with what the app logged below it.</summary>
    Text,

    /// <summary>One JSON object per line, with the names of App Engine's request log entries.</summary>
    Json,

    /// <summary>App Engine's extended combined format: Apache's, and what App Engine knows beyond it.</summary>
    Apache,
}
