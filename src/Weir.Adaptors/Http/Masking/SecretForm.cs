using System.Text;

namespace Weir.Adaptors.Http.Masking;

/// <summary>A secret as it may stand in a text: itself or an encoding of it, whose characters may be escaped besides.</summary>
internal sealed class SecretForm
{
    /// <summary>Shorter secrets are found only where they stand alone.</summary>
    private const int AnywhereMin = 4;

    private readonly Rune[] _runes;
    private readonly char[] _starts;
    private readonly bool _standsAlone;

    private SecretForm(string text, bool standsAlone, bool isPart = false)
    {
        Text = text;
        IsPart = isPart;
        _runes = [.. text.EnumerateRunes()];
        _starts = EncodedRune.Starts(_runes[0]);
        _standsAlone = standsAlone;
    }

    public string Text { get; }

    /// <summary>What stays the same of its Base64 in the middle of a longer value; the value's own ends are beside it.</summary>
    public bool IsPart { get; }

    /// <summary>What the form may begin with.</summary>
    public IReadOnlyList<char> Starts => _starts;

    /// <param name="secret">Not empty.</param>
    public static IEnumerable<SecretForm> Of(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        var isShort = secret.Length < AnywhereMin;
        yield return new SecretForm(secret, isShort);

        // UTF-8 that a wrong media type makes us read as Latin-1.
        yield return new SecretForm(Encoding.Latin1.GetString(bytes), isShort);
        foreach (var whole in Spellings(Convert.ToBase64String(bytes)))
        {
            yield return new SecretForm(whole, isShort);
        }

        yield return new SecretForm(Convert.ToHexStringLower(bytes), isShort);
        yield return new SecretForm(Convert.ToHexString(bytes), isShort);
        for (var before = 0; before < 3 && !isShort; before++)
        {
            foreach (var part in Spellings(Inside(bytes, before)))
            {
                yield return new SecretForm(part, standsAlone: false, isPart: true);
            }
        }
    }

    public static bool IsBase64(char c) => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '-' or '_';

    /// <summary>Where it ends when it begins at <paramref name="start"/>; -1 when it does not begin there.</summary>
    public int EndAt(ReadOnlySpan<char> text, int start) =>
        _starts.AsSpan().Contains(text[start]) ? EndOf(text, start) : -1;

    private int EndOf(ReadOnlySpan<char> text, int start)
    {
        // A set of places, because an escape may also be meant as it stands: "%25" is a percent sign, or three characters.
        Span<int> here = stackalloc int[EncodedRune.EndsMax];
        Span<int> next = stackalloc int[EncodedRune.EndsMax];
        here[0] = start;
        var count = 1;
        foreach (var rune in _runes)
        {
            var found = 0;
            for (var i = 0; i < count; i++)
            {
                EncodedRune.Ends(rune, text, here[i], next, ref found);
            }

            if (found == 0)
            {
                return -1;
            }

            next[..found].CopyTo(here);
            count = found;
        }

        var end = -1;
        foreach (var place in here[..count])
        {
            end = !_standsAlone || StandsAlone(text, start, place) ? Math.Max(end, place) : end;
        }

        return end;
    }

    /// <summary>The sextets that no neighbour changes, when so many bytes (of three) stand before it.</summary>
    private static string Inside(byte[] secret, int before)
    {
        var encoded = Convert.ToBase64String([.. new byte[before], .. secret]);
        var first = ((before * 8) + 5) / 6;
        return encoded[first..((before + secret.Length) * 8 / 6)];
    }

    /// <summary>The two alphabets (RFC 4648 sections 4 and 5).</summary>
    private static IEnumerable<string> Spellings(string base64) =>
        [base64, base64.TrimEnd('='), base64.Replace('+', '-').Replace('/', '_').TrimEnd('=')];

    private bool StandsAlone(ReadOnlySpan<char> text, int start, int end) =>
        (start == 0 || !IsWord(text[start - 1]) || !Rune.IsLetterOrDigit(_runes[0]) || EncodedRune.IsEscapeEnd(text, start))
        && (end == text.Length || !IsWord(text[end]) || !Rune.IsLetterOrDigit(_runes[^1]));

    private static bool IsWord(char c) => char.IsLetterOrDigit(c);
}
