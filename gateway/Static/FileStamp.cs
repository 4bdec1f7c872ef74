namespace Actors.Gateway.Static;

/// <summary>What tells one state of a file from another without reading it. The time of the last change of its status cannot be set by hand, as that of its content can.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Inode">Its number in the file system: another file under the same name has another.</param>
/// <param name="Changed">When its content was changed last, in nanoseconds since 1970.</param>
/// <param name="StatusChanged">When its status was changed last, in nanoseconds since 1970.</param>
internal readonly record struct FileStamp(long Length, ulong Inode, long Changed, long StatusChanged);
