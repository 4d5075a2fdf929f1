namespace Weir.Adaptors.Http;

/// <summary>Scheme, host and port: what a sign-in belongs to (RFC 6454).</summary>
internal static class Origin
{
    /// <summary><c>https://fuchsia.gorgias.com:443</c></summary>
    public static string Of(Uri uri) =>
        $"{uri.Scheme}://{(uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost)}:{uri.Port}";

    public static bool Same(Uri one, Uri other) => one.Port == other.Port
        && string.Equals(one.Scheme, other.Scheme, StringComparison.Ordinal)
        && string.Equals(one.IdnHost, other.IdnHost, StringComparison.OrdinalIgnoreCase);
}
