using Actors.Runtimes.Frames;

namespace Actors.Runtimes.Tests.Frames;

public class ResponseOutcomeTests
{
    [Theory]
    [InlineData(200, ResponseError.None, false)]
    [InlineData(404, ResponseError.None, false)]
    [InlineData(499, ResponseError.None, false)]
    [InlineData(500, ResponseError.None, true)]
    [InlineData(599, ResponseError.None, true)]
    [InlineData(600, ResponseError.None, true)] // which the gateway answers with 500
    [InlineData(199, ResponseError.None, true)]
    [InlineData(404, ResponseError.HandlerNotFound, false)]
    [InlineData(500, ResponseError.AppFailure, true)]
    [InlineData(200, ResponseError.AppFailure, true)] // whatever else the worker says
    [InlineData(500, ResponseError.LoadFailure, true)]
    [InlineData(500, ResponseError.ResponseTooLarge, true)]
    [InlineData(500, ResponseError.Overdue, true)]
    public void A_failure_is_what_clients_are_answered_5xx_for(int status, ResponseError error, bool isFailure) => Assert.Equal(isFailure, new ResponseOutcome(status, error).IsFailure);
}
