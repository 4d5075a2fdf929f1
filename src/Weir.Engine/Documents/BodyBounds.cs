using Weir.Model;

namespace Weir.Engine.Documents;

/// <summary>How large the body of a request may be. // Promise 8</summary>
/// <param name="BytesMax">Bytes as sent.</param>
/// <param name="DepthMax">Levels of nesting.</param>
public sealed record BodyBounds(int BytesMax, int DepthMax)
{
    /// <summary>Of every body that speaks of one thing.</summary>
    public static BodyBounds Resource { get; } = new(Body.BytesMax, Body.DepthMax);

    /// <summary>The refusal of a body beyond the bound.</summary>
    public RefusalException TooLarge() => new(ErrorCodes.TooLarge, $"The body is larger than {BytesMax} bytes.");
}
