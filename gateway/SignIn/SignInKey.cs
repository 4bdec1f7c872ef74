using System.Security.Cryptography;

namespace Actors.Gateway.SignIn;

/// <summary>The key that sign-in cookies are signed with.</summary>
internal static class SignInKey
{
    /// <summary>Bytes of a key.</summary>
    public const int Length = 32;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Reads the key, or makes one where there is none; a file that is no key, or that others can read, is replaced.</summary>
    /// <param name="path">The file; its directory is there.</param>
    /// <param name="replaced">A file was there and was replaced: nobody is signed in any more.</param>
    /// <exception cref="IOException">The file can neither be read nor made.</exception>
    public static byte[] Open(string path, out bool replaced)
    {
        try
        {
            var isThere = File.Exists(path);
            var key = isThere ? Read(path) : null;
            replaced = isThere && key is null;
            return key ?? Make(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The key for sign-in cookies cannot be kept in {path}: {failure.Message} Let the silo's user write there, or name another file with SignIn:KeyFile.", failure);
        }
    }

    private static byte[]? Read(string path)
    {
        if ((File.GetUnixFileMode(path) & ~OwnerOnly) != 0 || new FileInfo(path).Length != Length)
            return null;
        return File.ReadAllBytes(path);
    }

    // Whole or not at all, even when the machine stops in the middle; never readable by others, not for a moment.
    private static byte[] Make(string path)
    {
        var key = RandomNumberGenerator.GetBytes(Length);
        var fresh = path + ".new";
        File.Delete(fresh);
        using (var file = new FileStream(fresh, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        {
            file.Write(key);
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, path, overwrite: true);
        return key;
    }
}
