using Weir.Model;

namespace Weir.Adaptors.Http.Answers;

/// <summary>What a status means for what happens next.</summary>
internal static class StatusFaults
{
    /// <summary>Null for a success.</summary>
    public static (FaultKind Kind, string Code)? Of(int status) => status switch
    {
        >= 200 and <= 299 => null,
        401 => (FaultKind.Unauthorized, ErrorCodes.Unauthorized),
        403 => (FaultKind.Rejected, ErrorCodes.Forbidden),
        404 => (FaultKind.Rejected, ErrorCodes.NotFound),
        408 or 425 => (FaultKind.Transient, ErrorCodes.Unexpected),
        429 => (FaultKind.Throttled, ErrorCodes.RateLimited),
        >= 400 and <= 499 => (FaultKind.Rejected, ErrorCodes.Rejected),

        // Not implemented, version not supported: it will not be otherwise a minute later.
        501 or 505 => (FaultKind.Rejected, ErrorCodes.Unexpected),
        >= 500 => (FaultKind.Transient, ErrorCodes.Unexpected),
        _ => (FaultKind.Rejected, ErrorCodes.Unexpected),
    };
}
