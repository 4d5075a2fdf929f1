using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Weir.BrowserTests.Harness;

/// <summary>
/// What a page should never meet: a message in the console, an error that nobody caught, an answer of 500 or more, and
/// anything fetched from another place than the server.
/// </summary>
internal sealed class Watch
{
    private const string Refused = "Failed to load resource: the server responded with a status of ";
    private const string NoNetwork = "Failed to load resource: net::ERR_";

    private readonly ConcurrentQueue<string> _surprises = new();
    private readonly ConcurrentQueue<IConsoleMessage> _console = new();
    private readonly ConcurrentDictionary<int, byte> _expected = new();
    private bool _expectsNoNetwork;

    public Watch(IPage page)
    {
        page.Console += (_, message) => _console.Enqueue(message);
        page.PageError += (_, error) => _surprises.Enqueue($"An error that nobody caught on {page.Url}: {error}");
        page.Response += (_, answer) => Hear(page, answer);
        page.Request += (_, request) => Hear(page, request);
    }

    /// <summary>Judged when it is asked: what is expected may be said after it was met.</summary>
    public IEnumerable<string> Surprises => _surprises.Concat(
        _console.Where(message => !IsExpected(message.Text))
            .Select(message => $"In the console ({message.Type}): {message.Text} [{message.Location}]"));

    public void Expects(int status) => _expected[status] = 1;

    public void ExpectsNoNetwork() => _expectsNoNetwork = true;

    private bool IsExpected(string text) => text.StartsWith(Refused, StringComparison.Ordinal)
        ? _expected.Keys.Any(status => text.StartsWith($"{Refused}{status} ", StringComparison.Ordinal))
        : _expectsNoNetwork && text.StartsWith(NoNetwork, StringComparison.Ordinal);

    private void Hear(IPage page, IResponse answer)
    {
        if (answer.Status >= 500)
        {
            _surprises.Enqueue($"{answer.Request.Method} {answer.Url} was answered {answer.Status} on {page.Url}.");
        }
    }

    private void Hear(IPage page, IRequest request)
    {
        var address = new Uri(request.Url);
        if (address.Scheme is "http" or "https" && page.Url != "about:blank" && address.Authority != new Uri(page.Url).Authority)
        {
            _surprises.Enqueue($"{page.Url} asks another server: {request.Url}");
        }
    }
}
