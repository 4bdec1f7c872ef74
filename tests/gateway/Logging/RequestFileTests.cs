using System.Text;
using Actors.Gateway.Logging;

namespace Actors.Gateway.Tests.Logging;

public sealed class RequestFileTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("actors-logs");

    private string Current => Path.Combine(_directory.FullName, "shop.log");

    [Fact]
    public void Lines_go_on_in_the_next_file_and_the_oldest_file_is_deleted()
    {
        var file = new RequestFile(Current, size: 20, files: 3);
        for (var i = 0; i < 9; i++)
            Append(file, $"line {i:000}\n"); // two in each file

        Assert.Equal(["shop.log", "shop.log.1", "shop.log.2"], Names());
        Assert.Equal("line 008\n", File.ReadAllText(Current));
        Assert.Equal("line 006\nline 007\n", File.ReadAllText(Current + ".1"));
        Assert.Equal("line 004\nline 005\n", File.ReadAllText(Current + ".2"));
    }

    [Fact]
    public void A_large_piece_is_parted_between_lines()
    {
        Append(new RequestFile(Current, size: 20, files: 10), string.Concat(Enumerable.Range(0, 7).Select(i => $"line {i:000}\n")));

        Assert.Equal(4, Names().Length);
        Assert.All(_directory.EnumerateFiles(), file => Assert.InRange(file.Length, 1, 20));
        Assert.Equal("line 000\nline 001\n", File.ReadAllText(Current + ".3"));
    }

    [Fact]
    public void A_line_longer_than_a_file_gets_one_for_itself()
    {
        var file = new RequestFile(Current, size: 10, files: 3);
        Append(file, "a\n");
        Append(file, "much longer than ten\nb\n");

        Assert.Equal(["b\n", "much longer than ten\n", "a\n"], Names().Select(name => File.ReadAllText(Path.Combine(_directory.FullName, name))));
    }

    [Fact]
    public void One_file_alone_begins_anew()
    {
        var file = new RequestFile(Current, size: 10, files: 1);
        Append(file, "line 1\n");
        Append(file, "line 2\n");

        Assert.Equal(["shop.log"], Names());
        Assert.Equal("line 2\n", File.ReadAllText(Current));
    }

    [Fact]
    public void Files_beyond_a_smaller_number_than_before_are_deleted_with_the_next_one()
    {
        foreach (var number in new[] { 1, 2, 3, 4 })
            File.WriteAllText($"{Current}.{number}", $"{number}\n");
        var file = new RequestFile(Current, size: 10, files: 2);
        Append(file, "line 1\n");
        Append(file, "line 2\n");

        Assert.Equal(["shop.log", "shop.log.1"], Names());
    }

    [Fact]
    public void A_new_life_goes_on_where_the_last_one_ended_even_in_the_middle_of_a_line()
    {
        File.WriteAllText(Current, "line 1\nlin");

        Append(new RequestFile(Current, size: 100, files: 2), "line 2\n");
        Append(new RequestFile(Current, size: 100, files: 2), "line 3\n");

        Assert.Equal("line 1\nlin\nline 2\nline 3\n", File.ReadAllText(Current));
    }

    [Fact]
    public void A_file_that_was_moved_away_is_made_again_readable_for_its_group_only()
    {
        var file = new RequestFile(Current, size: 100, files: 2);
        Append(file, "line 1\n");
        File.Delete(Current);
        Append(file, "line 2\n");

        Assert.Equal("line 2\n", File.ReadAllText(Current));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(Current));
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private string[] Names() => [.. _directory.EnumerateFiles().Select(file => file.Name).Order(StringComparer.Ordinal)];

    private static void Append(RequestFile file, string lines) => file.Append(Encoding.UTF8.GetBytes(lines));
}
