using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Weir.Sandbox;

/// <summary>A request that was read to its end, before anything was decided about it.</summary>
internal sealed class Incoming
{
    private Incoming(HttpRequest request, byte[] body)
    {
        Request = request;
        Body = body;
        Path = request.Path.Value is { Length: > 1 } path ? path.TrimEnd('/') : "/";
    }

    public HttpRequest Request { get; }

    public string Method => Request.Method;

    /// <summary>Without a slash at the end: both forms mean the same.</summary>
    public string Path { get; }

    public byte[] Body { get; }

    public bool HasCursor => Request.Query.ContainsKey("cursor");

    /// <summary>Method and path pattern; the server sets it when it knows which of its routes was meant.</summary>
    public string Route { get; set; } = "other";

    /// <summary>What the request is about: the id in its path, or the ids in its body.</summary>
    public IReadOnlyList<string> SubjectIds { get; set; } = [];

    /// <summary>Whether the body, if the server looked at it, could be understood.</summary>
    public bool IsReadable { get; set; }

    public static async ValueTask<Incoming> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            return new Incoming(request, []);
        }

        while (true)
        {
            var read = await request.BodyReader.ReadAsync(ct);
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return new Incoming(request, body);
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
