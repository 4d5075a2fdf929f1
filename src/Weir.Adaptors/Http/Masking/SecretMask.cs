using System.Buffers;
using System.Text;
using Weir.Engine.Connections;

namespace Weir.Adaptors.Http.Masking;

/// <summary>
/// Takes a connection's secrets out of a text: some applications repeat what they were sent, in an error message, a link or
/// a whole record. Finds each secret as it is, in Base64 (also in the middle of a longer value, as Basic sign-in has it) and
/// in hexadecimal, and each of these also where its characters are escaped as addresses, forms, JSON or HTML escape them,
/// in any mixture. A secret of one to three characters is found where it stands alone, not inside of words: masking every
/// <c>a</c> would make a text unreadable, and the gaps would spell the secret. // Promise 5
/// </summary>
internal sealed class SecretMask
{
    public const string Mark = RecordMask.Mark;

    private readonly SecretForm[] _forms;
    private readonly SearchValues<char> _starts;

    public SecretMask(ConnectionSnapshot connection, string? credential)
    {
        var values = new List<string>();
        foreach (var secret in connection.Secrets.Values)
        {
            values.Add(secret.Reveal());
        }

        values.Add(credential ?? "");

        // Longer forms first, so that none is cut in two by a shorter one.
        _forms = [.. values.Where(v => v.Length > 0).Distinct(StringComparer.Ordinal).SelectMany(SecretForm.Of)
            .DistinctBy(f => (f.Text, f.IsPart)).OrderByDescending(f => f.Text.Length)];
        _starts = SearchValues.Create([.. _forms.SelectMany(f => f.Starts)]);
        Overhang = _forms.Length == 0 ? 0 : _forms.Max(f => f.Text.Length) * EncodedRune.CharsMax;
    }

    /// <summary>The most characters that a secret takes, however it is escaped: who cuts a text looks so far beyond the cut.</summary>
    public int Overhang { get; }

    public string Apply(string text) => Apply(text, text.Length);

    /// <summary>The first <paramref name="length"/> characters, masked: also a secret that goes on behind them.</summary>
    public string Apply(string text, int length)
    {
        StringBuilder? masked = null;
        var (copied, from) = (0, 0);
        while (Next(text, from, copied) is { } found && found.Start < length)
        {
            // What overlaps is one: the rest of the second would else stand behind the first.
            while (Next(text, found.Search, found.Start) is { } more && more.Start <= found.End)
            {
                found = (found.Start, Math.Max(found.End, more.End), more.Search);
            }

            masked ??= new StringBuilder(length);
            masked.Append(text, copied, found.Start - copied).Append(Mark);
            (copied, from) = (found.End, Math.Max(found.End, found.Search));
        }

        return masked is null ? text[..length]
            : copied < length ? masked.Append(text, copied, length - copied).ToString()
            : masked.ToString();
    }

    public bool IsIn(string text) => Next(text, 0, 0) is not null;

    /// <summary>The next place of a secret; and where to search on for another that overlaps it.</summary>
    /// <param name="text">Where it may be.</param>
    /// <param name="from">Where it may begin.</param>
    /// <param name="left">How far to the left a longer value that holds it may reach.</param>
    private (int Start, int End, int Search)? Next(string text, int from, int left)
    {
        for (var at = from; at < text.Length; at++)
        {
            var skip = text.AsSpan(at).IndexOfAny(_starts);
            if (skip < 0)
            {
                return null;
            }

            at += skip;
            foreach (var form in _forms)
            {
                if (form.EndAt(text, at) is var end and > 0)
                {
                    var (start, wide) = form.IsPart ? Widen(text, left, at, end) : (at, end);
                    return (start, wide, at + 1);
                }
            }
        }

        return null;
    }

    /// <summary>The whole Base64 value: the characters beside the part hold some of the secret's bits.</summary>
    private static (int Start, int End) Widen(string text, int left, int start, int end)
    {
        while (start > left && SecretForm.IsBase64(text[start - 1]))
        {
            start--;
        }

        while (end < text.Length && (SecretForm.IsBase64(text[end]) || text[end] == '='))
        {
            end++;
        }

        return (start, end);
    }
}
