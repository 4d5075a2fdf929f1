using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Weir.Engine.Calls;
using Weir.Model;

namespace Weir.Adaptors.Http.Connections;

/// <summary>What signs a connection's requests, ready to be put in; or why it cannot be made.</summary>
internal sealed class SignIn
{
    /// <summary>
    /// Answers to requests that carried a key in their address. An application that repeats the address in its next link
    /// repeats the key: it is taken out before the link becomes a state that is stored. // Promise 5
    /// </summary>
    private static readonly ConditionalWeakTable<Answer, SignIn> Signed = [];

    private string? _headerName;
    private string? _headerValue;

    /// <summary>Encoded, with the equals sign behind it.</summary>
    private string? _queryName;
    private string? _queryValue;

    private SignIn()
    {
    }

    public static SignIn None { get; } = new();

    /// <summary>Nothing can be sent: the sign-in is incomplete.</summary>
    public Fault? Fault { get; private init; }

    /// <summary>What must not be seen beside the secrets themselves.</summary>
    public string? Credential { get; private init; }

    public static SignIn Wrong(string message) => new()
    {
        Fault = new Fault
        {
            Kind = FaultKind.Unauthorized,
            Code = ErrorCodes.Unauthorized,
            Message = message,
            NotSent = true,
        },
    };

    public static SignIn ByHeader(string name, string value, string credential) =>
        new() { _headerName = name, _headerValue = value, Credential = credential };

    public static SignIn ByQuery(string name, string value) =>
        new() { _queryName = Uri.EscapeDataString(name) + "=", _queryValue = Uri.EscapeDataString(value), Credential = value };

    public void Sign(HttpRequestHeaders headers)
    {
        if (_headerName is not null)
        {
            headers.Remove(_headerName);
            headers.TryAddWithoutValidation(_headerName, _headerValue);
        }
    }

    public Uri Sign(Uri uri)
    {
        if (_queryName is null)
        {
            return uri;
        }

        var address = Without(uri.AbsoluteUri);
        return new Uri($"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{_queryName}{_queryValue}");
    }

    /// <summary>The header that carries the sign-in.</summary>
    public bool IsIn(string header) => string.Equals(_headerName, header, StringComparison.OrdinalIgnoreCase);

    /// <summary>The address with <paramref name="mark"/> instead of the key, for people.</summary>
    public string Masked(string address, string mark)
    {
        var question = _queryName is null ? -1 : address.IndexOf('?', StringComparison.Ordinal);
        if (question < 0)
        {
            return address;
        }

        var pairs = address[(question + 1)..].Split('&');
        return address[..(question + 1)] + string.Join('&', Array.ConvertAll(
            pairs, p => p.StartsWith(_queryName!, StringComparison.Ordinal) ? _queryName + mark : p));
    }

    /// <summary>Remembers that the request of this answer carried the key in its address.</summary>
    public void Mark(Answer answer)
    {
        if (_queryName is not null)
        {
            Signed.Add(answer, this);
        }
    }

    /// <summary>The address without the key that signed the request of <paramref name="answer"/>.</summary>
    public static string WithoutKey(Answer answer, string address) =>
        Signed.TryGetValue(answer, out var signIn) ? signIn.Without(address) : address;

    private string Without(string address)
    {
        var question = address.IndexOf('?', StringComparison.Ordinal);
        if (question < 0)
        {
            return address;
        }

        var pairs = address[(question + 1)..].Split('&');
        var kept = Array.FindAll(pairs, p => !p.StartsWith(_queryName!, StringComparison.Ordinal));
        return kept.Length == pairs.Length ? address
            : kept.Length == 0 ? address[..question]
            : address[..(question + 1)] + string.Join('&', kept);
    }
}
