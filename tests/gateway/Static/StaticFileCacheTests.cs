using System.Text;
using Actors.Gateway.Static;

namespace Actors.Gateway.Tests.Static;

public sealed class StaticFileCacheTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("actors-static");
    private readonly StoppedTime _time = new(new DateTimeOffset(2026, 4, 1, 12, 0, 0, TimeSpan.Zero));

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task What_was_used_stays_and_what_was_not_goes_when_room_is_needed()
    {
        var cache = new StaticFileCache(_time, 100_000);
        var root = Root();
        foreach (var name in Enumerable.Range(0, 9).Select(number => $"{number}.bin"))
        {
            Write(name, new byte[10_000]);
            await cache.FindAsync(root, name, CancellationToken.None);
        }

        // The tenth makes the cache look round: all were used, so all lose their mark and some go. Then 9 alone is used again.
        Write("9.bin", new byte[10_000]);
        await cache.FindAsync(root, "9.bin", CancellationToken.None);
        Assert.InRange(cache.Held, 1, 75_000);
        var kept = await cache.FindAsync(root, "9.bin", CancellationToken.None);
        foreach (var name in Enumerable.Range(10, 3).Select(number => $"{number}.bin"))
        {
            Write(name, new byte[10_000]);
            await cache.FindAsync(root, name, CancellationToken.None);
        }

        Assert.InRange(cache.Held, 1, 100_000);
        Assert.Same(kept, await cache.FindAsync(root, "9.bin", CancellationToken.None));
    }

    [Fact]
    public async Task A_deployed_file_is_compared_with_the_disk_once_a_second_and_an_edited_one_always()
    {
        var cache = new StaticFileCache(_time, 100_000);
        var file = Write("a.txt", "before"u8.ToArray());
        var written = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(file, written);
        Assert.Equal("before", await TextAsync(cache, Root()));
        Assert.Equal("before", await TextAsync(cache, Root(development: true)));

        // The same length and the same time: only the status tells.
        await File.WriteAllTextAsync(file, "after!");
        File.SetLastWriteTimeUtc(file, written);

        Assert.Equal("before", await TextAsync(cache, Root()));
        Assert.Equal("after!", await TextAsync(cache, Root(development: true)));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("after!", await TextAsync(cache, Root()));

        File.Delete(file);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await cache.FindAsync(Root(), "a.txt", CancellationToken.None));
        Assert.Null(await cache.FindAsync(Root(development: true), "a.txt", CancellationToken.None));
        Assert.Equal((0, 0), (cache.Count, cache.Held));
    }

    [Fact]
    public async Task A_link_that_takes_the_place_of_a_file_in_memory_leads_nowhere()
    {
        var cache = new StaticFileCache(_time, 100_000);
        var file = Write("a.txt", "before"u8.ToArray());
        await TextAsync(cache, Root());
        var elsewhere = Directory.CreateTempSubdirectory("actors-elsewhere");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(elsewhere.FullName, "secret"), "secret");
            File.Delete(file);
            File.CreateSymbolicLink(file, Path.Combine(elsewhere.FullName, "secret"));
            _time.Advance(TimeSpan.FromSeconds(1));

            Assert.Null(await cache.FindAsync(Root(), "a.txt", CancellationToken.None));
            Assert.Equal("secret", await TextAsync(cache, Root(development: true)));
        }
        finally
        {
            elsewhere.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_new_generation_of_the_same_files_finds_them_in_memory_and_other_rules_do_not()
    {
        var cache = new StaticFileCache(_time, 100_000);
        Write("a.txt", "a"u8.ToArray());

        var known = await cache.FindAsync(Root(), "a.txt", CancellationToken.None);

        Assert.Same(known, await cache.FindAsync(Root(), "a.txt", CancellationToken.None));
        Assert.Null(await cache.FindAsync(Root(skipFiles: @".*\.txt"), "a.txt", CancellationToken.None));
        Assert.Same(known, await cache.FindAsync(Root(), "a.txt", CancellationToken.None));
    }

    [Fact]
    public async Task A_variant_is_made_once_and_counted()
    {
        var cache = new StaticFileCache(_time, 1_000_000);
        Write("a.css", Encoding.ASCII.GetBytes(new string('a', 50_000)));
        var file = (await cache.FindAsync(Root(), "a.css", CancellationToken.None))!;
        var before = cache.Held;

        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => cache.CompressAsync(Root(), "a.css", file)));

        Assert.All(made, other => Assert.Same(made[0], other));
        Assert.Equal(before + made[0].Variant!.Content.Length, cache.Held);
        Assert.Same(made[0], await cache.FindAsync(Root(), "a.css", CancellationToken.None));
    }

    [Theory]
    [InlineData(255, 1_000_000, true)]
    [InlineData(256, 1_000_000, false)]
    [InlineData(250_000, 1_000_000, false)]
    [InlineData(250_001, 1_000_000, true)]
    [InlineData(8 * 1024 * 1024, 1_000_000_000, false)]
    [InlineData((8 * 1024 * 1024) + 1, 1_000_000_000, true)]
    [InlineData(1_000, 0, true)]
    public async Task Tiny_files_and_large_ones_have_no_variant(int length, long budget, bool plainOnly)
    {
        Write("a.css", new byte[length]);

        var file = await new StaticFileCache(_time, budget).FindAsync(Root(), "a.css", CancellationToken.None);

        Assert.Equal(plainOnly, file!.IsPlainOnly);
    }

    [Fact]
    public async Task A_large_file_that_changed_before_it_was_compressed_is_sent_plain_and_found_anew()
    {
        var cache = new StaticFileCache(_time, 100_000_000);
        var path = Write("large.css", new byte[2_000_000]);
        var file = (await cache.FindAsync(Root(), "large.css", CancellationToken.None))!;
        await File.WriteAllBytesAsync(path, Enumerable.Repeat((byte)1, 2_000_000).ToArray());

        Assert.Null((await cache.CompressAsync(Root(), "large.css", file)).Variant);

        var now = (await cache.FindAsync(Root(), "large.css", CancellationToken.None))!;
        Assert.NotEqual(file.ETag, now.ETag);
        Assert.NotNull((await cache.CompressAsync(Root(), "large.css", now)).Variant);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_happens_no_more_is_held_than_allowed_and_the_count_is_exact(int seed)
    {
        const long Budget = 60_000;
        var random = new Random(seed);
        var cache = new StaticFileCache(_time, Budget);
        var root = Root();
        for (var step = 0; step < 1_500; step++)
        {
            var name = $"{random.Next(40)}.css";
            switch (random.Next(8))
            {
                case 0:
                    Write(name, random.Next(2) == 0 ? new byte[random.Next(20_000)] : Noise(random, random.Next(20_000)));
                    break;
                case 1:
                    File.Delete(Path.Combine(_directory.FullName, name));
                    break;
                case 2:
                    _time.Advance(TimeSpan.FromMilliseconds(random.Next(1_500)));
                    break;
                default:
                    if (await cache.FindAsync(root, name, CancellationToken.None) is { Variant: null } file && random.Next(2) == 0)
                        await cache.CompressAsync(root, name, file);
                    break;
            }

            Assert.InRange(cache.Held, 0, Budget);
        }

        // Everything goes once it is gone from the disk and looked for: an inexact count would leave a rest.
        Assert.True(cache.Count > 0);
        foreach (var file in _directory.GetFiles())
            file.Delete();
        _time.Advance(TimeSpan.FromSeconds(1));
        foreach (var number in Enumerable.Range(0, 40))
            Assert.Null(await cache.FindAsync(root, $"{number}.css", CancellationToken.None));
        Assert.Equal((0, 0), (cache.Count, cache.Held));
    }

    [Fact]
    public async Task Threads_that_come_and_go_leave_an_exact_count()
    {
        var cache = new StaticFileCache(_time, 80_000);
        var root = Root(development: true);
        await Task.WhenAll(Enumerable.Range(1, 4).Select(seed => Task.Run(async () =>
        {
            var random = new Random(seed);
            for (var step = 0; step < 400; step++)
            {
                var name = $"{random.Next(20)}.css";
                if (random.Next(6) == 0)
                    await File.WriteAllBytesAsync(Path.Combine(_directory.FullName, $"{seed}-{name}"), new byte[random.Next(9_000)]);
                name = $"{random.Next(1, 5)}-{name}";
                try
                {
                    if (await cache.FindAsync(root, name, CancellationToken.None) is { } file)
                        await cache.CompressAsync(root, name, file);
                }
                catch (IOException)
                {
                    // Another thread had just cut the file off.
                }
            }
        })));

        foreach (var file in _directory.GetFiles())
        {
            file.Delete();
            Assert.Null(await cache.FindAsync(root, file.Name, CancellationToken.None));
        }

        Assert.Equal((0, 0), (cache.Count, cache.Held));
    }

    private static byte[] Noise(Random random, int length)
    {
        var noise = new byte[length];
        random.NextBytes(noise);
        return noise;
    }

    private static async Task<string> TextAsync(StaticFileCache cache, StaticRoot root) =>
        Encoding.UTF8.GetString((await cache.FindAsync(root, "a.txt", CancellationToken.None))!.Content!);

    private string Write(string name, byte[] content)
    {
        var path = Path.Combine(_directory.FullName, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private StaticRoot Root(bool development = false, string? skipFiles = null) => StaticRoots.Of(_directory.FullName, development, skipFiles);
}
