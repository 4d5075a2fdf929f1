using System.Text;
using System.Text.Encodings.Web;

namespace Weir.IntegrationTests.Hostile;

/// <summary>
/// A secret that no text holds by accident, and every way in which it could stand somewhere: in the clear, in base64 with
/// whatever stands before it, in hexadecimal, in UTF-16, in percent-encoding, in a JSON or HTML text.
/// </summary>
internal sealed class Canary
{
    /// <summary>Letters and digits survive most encodings as they are.</summary>
    private const string Core = "QzKanarie7731Vogel";

    /// <summary>
    /// So many characters of Base64 are not in a server's files by chance: six of them, in any of ten million places, in one
    /// of 50,000 runs.
    /// </summary>
    private const int Base64Part = 6;

    private readonly List<(string How, byte[] Bytes)> _forms = [];

    public Canary()
    {
        AddText("in the clear", Core);
        AddText("in the clear, small", Core.ToLowerInvariant());
        foreach (var secret in (string[])[Value, Core, Token])
        {
            AddBase64(secret);
            AddText("percent-encoded", Uri.EscapeDataString(secret));
            AddText("in JSON", JavaScriptEncoder.Default.Encode(secret));
            AddText("in HTML", HtmlEncoder.Default.Encode(secret));
            AddText("in hexadecimal", Convert.ToHexString(Encoding.UTF8.GetBytes(secret)));
            AddText("in hexadecimal", Convert.ToHexStringLower(Encoding.UTF8.GetBytes(secret)));
            _forms.Add(("in UTF-16", Encoding.Unicode.GetBytes(secret)));
            _forms.Add(("in UTF-16, big end first", Encoding.BigEndianUnicode.GetBytes(secret)));
        }
    }

    /// <summary>The secret: with quotes, a backslash, reserved characters and letters beyond ASCII.</summary>
    /// <remarks>What a bearer token may hold of it is <see cref="Token"/>.</remarks>
    public string Value => $"p\"\\&=+/%41 å{Core}<€>:#";

    /// <summary>A bearer token cannot hold every character.</summary>
    public string Token => new([.. Value.Where(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '=')]);

    /// <summary>How it stands in there; null when it does not.</summary>
    public string? In(ReadOnlySpan<byte> bytes)
    {
        foreach (var (how, form) in _forms)
        {
            if (bytes.IndexOf(form) >= 0)
            {
                return how;
            }
        }

        return null;
    }

    // Three bytes make four characters: what stands before it moves it by one of three steps.
    private void AddBase64(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        for (var step = 0; step < 3; step++)
        {
            var text = Convert.ToBase64String([.. new byte[step], .. bytes]);
            // A character of six bits that also holds some of what stands beside the secret may be any.
            var inner = text[(((step * 8) + 5) / 6)..((step + bytes.Length) * 8 / 6)];
            foreach (var part in (string[])[inner, inner[..Base64Part], inner[^Base64Part..]])
            {
                AddText("in base64", part);
                AddText("in base64 for addresses", part.Replace('+', '-').Replace('/', '_'));
            }
        }
    }

    private void AddText(string how, string text) => _forms.Add((how, Encoding.UTF8.GetBytes(text)));
}
