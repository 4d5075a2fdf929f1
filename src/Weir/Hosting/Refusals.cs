using Weir.Api;
using Weir.Model;
using Weir.Storage;

namespace Weir.Hosting;

/// <summary>
/// The one place where what went wrong becomes an answer: refusals, requests that the server itself cannot read, statuses
/// without a body, and defects, which show nothing and are logged. // Promise 9
/// </summary>
internal sealed partial class Refusals(ILogger<Refusals> log)
{
    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
            if (!http.Response.HasStarted && http.Response.ContentType is null && OfStatus(http) is { } refusal)
            {
                await ProblemAnswer.WriteAsync(http, refusal);
            }
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there any more to read an answer.
        }
        catch (Exception failed) when (!http.Response.HasStarted)
        {
            var headers = http.Response.Headers;
            headers.Remove("ETag");
            headers.Remove("Location");
            await ProblemAnswer.WriteAsync(http, RefusalOf(http, failed));
        }
        catch (Exception failed)
        {
            LogDefect(http.Request.Method, http.Request.Path, failed);
            http.Abort();
        }
    }

    private static RefusalException? OfStatus(HttpContext http) => http.Response.StatusCode switch
    {
        404 => new RefusalException(ErrorCodes.NotFound, $"There is nothing at {http.Request.Path}."),
        405 => new RefusalException(
            ErrorCodes.MethodNotAllowed, $"{http.Request.Method} is not possible here; {http.Response.Headers.Allow} is."),
        413 => http.BodyBounds().TooLarge(),
        415 => new RefusalException(ErrorCodes.UnsupportedMediaType, "Send JSON with Content-Type: application/json."),
        400 => new RefusalException(ErrorCodes.Malformed, "The request cannot be read."),
        _ => null,
    };

    private RefusalException RefusalOf(HttpContext http, Exception failed)
    {
        switch (failed)
        {
            case RefusalException refusal:
                return refusal;
            case StorageLostException lost:
                return new RefusalException(ErrorCodes.Unavailable, lost.Message);
            case BadHttpRequestException { StatusCode: 413 }:
                return http.BodyBounds().TooLarge();
            case BadHttpRequestException { StatusCode: 408 }:
                return new RefusalException(ErrorCodes.Malformed, "The body did not arrive in time.");
            case BadHttpRequestException bad:
                return new RefusalException(ErrorCodes.Malformed, $"The request cannot be read: {bad.Message}");
            default:
                LogDefect(http.Request.Method, http.Request.Path, failed);
                return new RefusalException(
                    ErrorCodes.Internal, $"A defect in Weir; its log has the details under {http.TraceIdentifier}.");
        }
    }

    [LoggerMessage(EventId = 2001, Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private partial void LogDefect(string method, string path, Exception failed);
}
