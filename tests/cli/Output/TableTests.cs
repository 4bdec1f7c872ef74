using Actors.Cli.Output;

namespace Actors.Cli.Tests.Output;

public sealed class TableTests
{
    private static readonly Column[] Columns = [new("NAME", Least: 6), new("N", IsRight: true), new("NOTE", Least: 5, Expendable: 1), new("PLACE", Expendable: 2)];
    private static readonly Cell[][] Rows = [["guestbook", "1", "a short note", "here"], ["a-very-long-name-of-an-app", "20", "", "over there"]];

    [Fact]
    public void Without_a_terminal_nothing_is_cut() => Assert.Equal(
        [
            "NAME                         N  NOTE          PLACE",
            "guestbook                    1  a short note  here",
            "a-very-long-name-of-an-app  20                over there",
        ],
        Table.Lines(Columns, Rows, null, false));

    [Theory]
    [InlineData(200)]
    [InlineData(56)]
    [InlineData(45)]
    [InlineData(30)]
    [InlineData(20)]
    [InlineData(12)]
    [InlineData(5)]
    [InlineData(1)]
    public void No_line_is_wider_than_the_terminal(int width) => Assert.All(Table.Lines(Columns, Rows, width, false), line => Assert.True(line.Length <= width, line));

    [Fact]
    public void The_widest_is_cut_first_and_then_what_matters_least_is_left_out()
    {
        Assert.Equal("a-very-long-na…  20                over there", Table.Lines(Columns, Rows, 45, false).Last());
        Assert.Equal(["NAME     N  NOTE", "guest…   1  a sh…", "a-ver…  20"], Table.Lines(Columns, Rows, 17, false));
        Assert.Equal(["NAME         N", "guestbook    1", "a-very-lo…  20"], Table.Lines(Columns, Rows, 14, false));
    }

    [Fact]
    public void What_an_app_says_cannot_drive_the_terminal()
    {
        var line = Table.Lines([new("A"), new("B")], [["\e[31mred\r\n", "x"]], null, false).Last();
        Assert.DoesNotContain(line, char.IsControl);
    }

    [Fact]
    public void Colours_do_not_move_the_columns()
    {
        Assert.Equal("\e[32mserving\e[0m  x", Table.Lines([new("STATE"), new("B")], [[new Cell("serving", Tone.Good), "x"]], null, true).Last());
        Assert.Equal("\e[32mok     \e[0m  x", Table.Lines([new("LARGEST"), new("B")], [[new Cell("ok", Tone.Good), "x"]], 80, true).Last());
    }
}
