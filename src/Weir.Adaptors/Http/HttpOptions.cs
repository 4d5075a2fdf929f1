using Weir.Model;

namespace Weir.Adaptors.Http;

/// <summary>The operator's settings for calls over HTTP. <see cref="Problems"/> says which are out of range.</summary>
public sealed record HttpOptions
{
    /// <summary>
    /// Lets addresses that users give reach loopback and private ranges. Link-local addresses, where clouds keep their
    /// metadata, stay refused. Default false.
    /// </summary>
    public bool AllowPrivateHosts { get; init; }

    /// <summary>
    /// The proxy through which addresses that users give are called; the operator's own are called directly. Default none.
    /// </summary>
    public Uri? Proxy { get; init; }

    /// <summary>Name resolution, connection and TLS handshake together. Default 10 s, 1–60 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>One attempt from its beginning to the answer's last byte. Default 100 s, 1–600 s.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>The most bytes of an answer, after decompression. Default 32 MiB, 64 KiB–256 MiB.</summary>
    public int AnswerBytesMax { get; init; } = 32 * 1024 * 1024;

    /// <summary>The most bytes of a request's body. Default 32 MiB, 64 KiB–256 MiB.</summary>
    public int RequestBytesMax { get; init; } = 32 * 1024 * 1024;

    /// <summary>The most bytes of an answer's headers. Default 64 KiB, 4–1,024 KiB.</summary>
    public int HeaderKilobytesMax { get; init; } = 64;

    /// <summary>
    /// A kept connection is opened anew after this time, so that a changed name is seen. Default 5 min, 10 s–1 h.
    /// </summary>
    public TimeSpan ConnectionLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>What is out of range, with the option's name as field; empty when all is well.</summary>
    public IReadOnlyList<Problem> Problems()
    {
        var problems = new List<Problem>();
        Check(nameof(ConnectTimeout), ConnectTimeout.TotalSeconds, 1, 60, "s");
        Check(nameof(RequestTimeout), RequestTimeout.TotalSeconds, 1, 600, "s");
        Check(nameof(AnswerBytesMax), AnswerBytesMax, 64 * 1024, 256 * 1024 * 1024, "bytes");
        Check(nameof(RequestBytesMax), RequestBytesMax, 64 * 1024, 256 * 1024 * 1024, "bytes");
        Check(nameof(HeaderKilobytesMax), HeaderKilobytesMax, 4, 1024, "KiB");
        Check(nameof(ConnectionLifetime), ConnectionLifetime.TotalSeconds, 10, 3600, "s");
        if (Proxy is { } proxy && (!proxy.IsAbsoluteUri || proxy.Scheme != Uri.UriSchemeHttp))
        {
            problems.Add(new Problem(nameof(Proxy), ErrorCodes.Validation, "The proxy is not an http:// address."));
        }

        return problems;

        void Check(string name, double value, double min, double max, string unit)
        {
            if (value < min || value > max)
            {
                problems.Add(new Problem(name, ErrorCodes.Validation, $"{name} must be from {min} to {max} {unit}."));
            }
        }
    }
}
