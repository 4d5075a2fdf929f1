using System.Text;
using System.Text.Json;
using Weir.Adaptors.Http;
using Weir.Adaptors.Http.Requests;
using Weir.Engine.Calls;
using Weir.Engine.Connections;
using Weir.Expressions;
using Weir.Model;
using Weir.Tests.Catalogue;

namespace Weir.Tests.Adaptors.Http;

/// <summary>Compiles documents and acts the application's part without a network.</summary>
internal static class Calls
{
    public static HttpAdaptor Adaptor { get; } = new(new HttpOptions(), TimeProvider.System);

    public static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement;

    public static ConnectionSnapshot Connection(ApplicationDefinition application, string settings, params (string, string)[] secrets) => new()
    {
        Name = "Test",
        Application = application,
        Settings = Json(settings).EnumerateObject().ToDictionary(p => p.Name, p => p.Value),
        Secrets = secrets.ToDictionary(s => s.Item1, s => new Secret(s.Item2)),
    };

    public static ConnectionSnapshot Gorgias(string subdomain) =>
        Connection(Definitions.Gorgias, $$"""{"subdomain":"{{subdomain}}","username":"ops@x.example"}""", ("password", "s3cret!"));

    /// <summary>An export of an operation of Gorgias.</summary>
    public static IPageSource List(string operation, string parameters = "{}", int? pageSize = null) => Adaptor.OpenSource(
        new SourceSpec(Definitions.Gorgias, Definitions.Gorgias.Operations[operation], Export() with
        {
            Operation = operation,
            Parameters = Json(parameters),
            PageSize = pageSize,
        }));

    /// <summary>An export that spells its request out.</summary>
    public static IPageSource Source(string request, string? records = null, string paging = "null", int? pageSize = null) =>
        Adaptor.OpenSource(new SourceSpec(Definitions.Http, null, Export() with
        {
            Request = Json(request),
            Records = records,
            Paging = Json(paging),
            PageSize = pageSize,
        }));

    public static IRecordCall Lookup(string operation, string parameters = "{}") => Adaptor.OpenLookup(
        new SourceSpec(Definitions.Gorgias, Definitions.Gorgias.Operations[operation], Export() with
        {
            Operation = operation,
            Parameters = Json(parameters),
        }));

    public static IRecordCall SpelledOutLookup(string request) =>
        Adaptor.OpenLookup(new SourceSpec(Definitions.Http, null, Export() with { Request = Json(request) }));

    public static IRecordCall Import(string operation, string parameters = "{}", string? mapping = null) =>
        (IRecordCall)Adaptor.OpenDestination(
            new DestinationSpec(Definitions.Gorgias, Definitions.Gorgias.Operations[operation], Import() with
            {
                Operation = operation,
                Parameters = Json(parameters),
                Mapping = mapping is null ? default : Json(mapping),
            }, null));

    public static IRecordCall Import(string request, bool mapped) => (IRecordCall)Adaptor.OpenDestination(
        new DestinationSpec(Definitions.Http, null, Import() with
        {
            Request = Json(request),
            Mapping = mapped ? Json("{}") : default,
        }, null));

    public static HttpCall Ask(this IPageSource source, string state = "", Variables? variables = null) =>
        (HttpCall)source.Prepare(state, variables ?? Variables.None);

    public static HttpCall For(this IRecordCall call, string record, string body = "", string? key = null) =>
        (HttpCall)call.Prepare(Json(record), Encoding.UTF8.GetBytes(body), Variables.None, key);

    public static string BodyText(this HttpCall call) => Encoding.UTF8.GetString(call.Body!.Span);

    public static PageReading Read(this IPageSource source, string body, string state = "", string? link = null) =>
        source.Read(state, Answer(body, link));

    public static Answer Answer(string? body, string? link = null)
    {
        var bytes = Encoding.UTF8.GetBytes(body ?? "");
        var buffer = body is null ? null : new PooledBuffer(1_000_000);
        buffer?.Append(bytes);
        return new Answer { Status = 200, Body = buffer, Link = link };
    }

    public static IReadOnlyList<Problem> Problems(Func<object> open) =>
        Assert.Throws<RefusalException>(open).Problems;

    private static Export Export() => new() { Id = new ExportId("exp_1"), Name = "E", Connection = new ConnectionId("conn_1") };

    private static Import Import() => new() { Id = new ImportId("imp_1"), Name = "I", Connection = new ConnectionId("conn_1") };
}
