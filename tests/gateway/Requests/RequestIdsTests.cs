using Actors.Gateway.Requests;

namespace Actors.Gateway.Tests.Requests;

public class RequestIdsTests
{
    [Fact]
    public void The_hash_is_the_CRC32_that_the_runtime_library_derives()
    {
        Span<char> hash = stackalloc char[RequestIds.HashLength];

        RequestIds.WriteHash("123456789", hash);

        Assert.Equal("CBF43926", hash.ToString());
    }
}
