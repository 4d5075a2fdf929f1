using System.Text;
using System.Text.Encodings.Web;
using Weir.Engine.Connections;

namespace Weir.Adaptors.Http.Connections;

/// <summary>
/// Takes a connection's secrets out of a text: some applications repeat in an error message what they were sent. Looks
/// for each secret as it is, and encoded as addresses, JSON and Basic sign-in encode it. // Promise 5
/// </summary>
internal sealed class SecretMask
{
    private readonly List<string> _forms = [];

    public SecretMask(ConnectionSnapshot connection, string? credential)
    {
        foreach (var secret in connection.Secrets.Values)
        {
            if (!secret.IsEmpty)
            {
                Add(secret.Reveal());
            }
        }

        if (!string.IsNullOrEmpty(credential))
        {
            Add(credential);
        }

        // Longer forms first, so that none is cut in two by a shorter one.
        _forms.Sort((a, b) => b.Length.CompareTo(a.Length));
    }

    public string Apply(string text)
    {
        foreach (var form in _forms)
        {
            text = text.Replace(form, "***", StringComparison.Ordinal);
        }

        return text;
    }

    public bool IsIn(string text)
    {
        foreach (var form in _forms)
        {
            if (text.Contains(form, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private void Add(string value)
    {
        foreach (var form in (ReadOnlySpan<string>)
        [
            value,
            Uri.EscapeDataString(value),
            JavaScriptEncoder.Default.Encode(value),
            JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value),
            Convert.ToBase64String(Encoding.UTF8.GetBytes(value)),
        ])
        {
            if (!_forms.Contains(form))
            {
                _forms.Add(form);
            }
        }
    }
}
