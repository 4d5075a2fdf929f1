using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticFiles;

namespace Weir.Pages;

/// <summary>One file of the web pages, with what the build has compressed of it.</summary>
/// <param name="ContentType">What it is.</param>
/// <param name="IsForever">Its name changes with its content, so whoever has it never asks again.</param>
/// <param name="Plain">Its bytes.</param>
/// <param name="Brotli">The same, smaller; null when the build made none.</param>
/// <param name="Gzip">For clients that do not know Brotli; null when the build made none.</param>
internal sealed record PageFile(string ContentType, bool IsForever, byte[] Plain, byte[]? Brotli, byte[]? Gzip)
{
    private const string Forever = "public, max-age=31536000, immutable";

    private static readonly FileExtensionContentTypeProvider Types = new();

    private readonly string _tag = Convert.ToHexStringLower(SHA256.HashData(Plain).AsSpan(0, 16));

    public static string TypeOf(string name) => Types.TryGetContentType(name, out var type)
        ? type.StartsWith("text/", StringComparison.Ordinal) ? $"{type}; charset=utf-8" : type
        : "application/octet-stream";

    /// <summary>Answers with the smallest form that the client takes, or says that the one it has is still right.</summary>
    public Task AnswerAsync(HttpContext http)
    {
        var (encoding, bytes) = Form(http.Request);
        var tag = encoding is null ? $"\"{_tag}\"" : $"\"{_tag}-{encoding}\"";
        var headers = http.Response.Headers;
        headers.CacheControl = IsForever ? Forever : "no-cache";
        headers.ETag = tag;
        if (Brotli is not null || Gzip is not null)
        {
            headers.Vary = "Accept-Encoding";
        }

        if (http.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Tag == "*" || known.Tag == tag))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        headers.ContentEncoding = encoding;
        headers.ContentType = ContentType;
        headers.ContentLength = bytes.Length;
        return http.Response.Body.WriteAsync(bytes, http.RequestAborted).AsTask();
    }

    private (string? Encoding, byte[] Bytes) Form(HttpRequest request)
    {
        bool Takes(string encoding) => request.GetTypedHeaders().AcceptEncoding
            .Any(accepted => accepted.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && accepted.Quality is not 0);

        return this switch
        {
            { Brotli: { } brotli } when Takes("br") => ("br", brotli),
            { Gzip: { } gzip } when Takes("gzip") => ("gzip", gzip),
            _ => (null, Plain),
        };
    }
}
