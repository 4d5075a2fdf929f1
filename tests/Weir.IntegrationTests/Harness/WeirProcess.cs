using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Weir.IntegrationTests.Harness;

/// <summary>
/// A server in a process of its own, on a free port of this machine, that can be killed and started again on the same
/// data. User-given addresses may be private, because the applications of a test live on this machine too.
/// </summary>
/// <example>
/// <code>
/// using var folder = new TestFolder();
/// await using var weir = await WeirProcess.ServeAsync(folder);
/// await weir.KillAsync();
/// await weir.StartAsync();
/// </code>
/// </example>
internal sealed partial class WeirProcess : IAsyncDisposable
{
    /// <summary>The administrator's token that every server of a test knows.</summary>
    public const string Token = "a-token-for-the-tests-0123456789-abcdef";

    private static readonly TimeSpan ReadyBound = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopBound = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, string> _environment;
    private readonly string[] _arguments;
    private RunningProcess? _process;
    private HttpClient? _http;

    private WeirProcess(string data, IEnumerable<KeyValuePair<string, string>> environment, string[] arguments)
    {
        _arguments = ["serve", "--urls", "http://127.0.0.1:0", .. arguments];
        _environment = new(StringComparer.Ordinal)
        {
            ["WEIR_DATA"] = data,
            ["WEIR_API_TOKEN"] = Token,
            ["Weir__Network__AllowPrivateHosts"] = "true",
        };
        foreach (var (name, value) in environment)
        {
            _environment[name] = value;
        }
    }

    /// <summary>Where it listens; another port after each start.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Speaks to it as an administrator; a new one after each start.</summary>
    public HttpClient Http => _http ?? throw NotRunning();

    public int Id => Running.Id;

    /// <summary>What the present process has printed.</summary>
    public string Output => Running.Output;

    public string Error => Running.Error;

    private RunningProcess Running => _process ?? throw NotRunning();

    /// <summary>Starts a server and waits until it is ready.</summary>
    /// <param name="data">Its data folder is <c>data</c> in here.</param>
    /// <param name="environment">Beside, or instead of, what every server of a test gets.</param>
    /// <param name="arguments">More arguments for <c>weir serve</c>.</param>
    public static async Task<WeirProcess> ServeAsync(
        TestFolder data,
        IEnumerable<KeyValuePair<string, string>>? environment = null,
        params string[] arguments)
    {
        var weir = new WeirProcess(data["data"], environment ?? [], arguments);
        try
        {
            await weir.StartAsync();
            return weir;
        }
        catch
        {
            await weir.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it again, on the same data and with the same environment.</summary>
    public async Task StartAsync()
    {
        await DisposeAsync();
        _process = RunningProcess.Start(WeirProgram.StartInfo(_arguments, _environment));
        var ready = Match.Empty;
        await Wait.UntilAsync(
            () => (ready = Ready().Match(Output)).Success || _process.HasExited,
            ReadyBound,
            what: "weir serve is ready, or has ended");
        if (!ready.Success)
        {
            await _process.ExitAsync(StopBound);
            throw new InvalidOperationException($"weir serve did not become ready.\n{_process}");
        }

        Address = new Uri(ready.Groups["address"].Value);
        _http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = Address };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    /// <inheritdoc cref="RunningProcess.KillAsync"/>
    public Task KillAsync() => Running.KillAsync();

    /// <summary>Stops it in order; longer than the promised 10 s fails the test.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> StopAsync() => Running.StopAsync(StopBound);

    /// <summary>Waits until it has ended by itself.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> ExitAsync() => Running.ExitAsync(StopBound);

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        _http = null;
        if (_process is not null)
        {
            await _process.DisposeAsync();
            _process = null;
        }
    }

    private static InvalidOperationException NotRunning() => new("The server was not started.");

    [GeneratedRegex(@"^Weir is ready at (?<address>http://\S+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Ready();
}
