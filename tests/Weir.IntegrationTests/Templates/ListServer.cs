using System.Text.Json;
using Weir.IntegrationTests.Harness;

namespace Weir.IntegrationTests.Templates;

/// <summary>An API with one list, two records a page, that gives what it has whatever it is asked since.</summary>
internal sealed class ListServer : IAsyncDisposable
{
    private const int PageSize = 2;

    private readonly AnswerServer _server;

    private ListServer(AnswerServer server) => _server = server;

    /// <summary>Without the slash at its end.</summary>
    public string Address => _server.Address.ToString().TrimEnd('/');

    /// <summary>The records as JSON.</summary>
    public List<string> Records { get; } = [];

    /// <param name="path">Where the list is.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<ListServer> StartAsync(string path, CancellationToken cancellationToken)
    {
        var server = await AnswerServer.StartAsync(cancellationToken);
        var list = new ListServer(server);
        server.Answer = (asked, _) => asked.Split('?')[0] == path ? (200, list.Page(asked)) : (404, "{}");
        return list;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private string Page(string asked)
    {
        const string Cursor = "cursor=";
        var at = asked.IndexOf(Cursor, StringComparison.Ordinal);
        var from = at < 0 ? 0 : int.Parse(asked.AsSpan(at + Cursor.Length));
        var next = from + PageSize < Records.Count ? JsonSerializer.Serialize($"{from + PageSize}") : "null";
        return $$"""{"data":[{{string.Join(',', Records.Skip(from).Take(PageSize))}}],"next":{{next}} }""";
    }
}
