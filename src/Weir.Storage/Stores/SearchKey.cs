using Weir.Model;

namespace Weir.Storage.Stores;

/// <summary>
/// What searches without regard to case compare, on both sides: computed here, because databases fold case each in
/// their own way.
/// </summary>
internal static class SearchKey
{
    public static string Of(string text) => CanonicalText.Of(text).ToUpperInvariant();
}
