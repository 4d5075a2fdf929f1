using System.Buffers;

namespace Weir.Engine.Connections;

/// <summary>
/// The syntax of an e-mail address as web forms check it
/// (https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address), with RFC 5321's lengths.
/// </summary>
internal static class EmailAddress
{
    private const int CharsMax = 254;
    private const int LocalCharsMax = 64;

    private static readonly SearchValues<char> LocalCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.!#$%&'*+/=?^_`{|}~-");

    /// <summary>Null when it is one; else what is wrong.</summary>
    public static string? Problem(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return text.Length <= CharsMax
            && at is > 0 and <= LocalCharsMax
            && !text.AsSpan(0, at).ContainsAnyExcept(LocalCharacters)
            && text[(at + 1)..].Split('.').All(label => HostLabel.IsLabel(label))
            ? null
            : "an e-mail address is expected, as in you@example.com";
    }
}
