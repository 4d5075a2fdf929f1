using System.CommandLine;
using System.Net;
using Weir.Hosting;

namespace Weir.Commands;

/// <summary>Which server a command speaks to, and as whom: the same for every command that does.</summary>
internal sealed class ServerOptions
{
    private readonly Option<string?> _server = new("--server")
    {
        Description = $"The server's address. Default: the first of WEIR_URLS, else {WeirOptions.UrlsDefault}.",
        HelpName = "URL",
    };

    private readonly Option<string?> _token = new("--token")
    {
        Description = "Who you are. Default: WEIR_TOKEN, else for a server on this machine the token in its data folder.",
        HelpName = "TOKEN",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print JSON, for scripts." };

    public ServerOptions() => _server.Validators.Add(result =>
    {
        if (result.Tokens.Count == 1 && Parse(result.Tokens[0].Value) is null)
        {
            result.AddError(NoAddress(result.Tokens[0].Value));
        }
    });

    public void AddTo(Command command)
    {
        command.Options.Add(_server);
        command.Options.Add(_token);
        command.Options.Add(_json);
    }

    public bool IsJson(ParseResult parsed) => parsed.GetValue(_json);

    /// <summary>Throws <see cref="CommandFailedException"/> when the environment names no address.</summary>
    public ApiClient Connect(ParseResult parsed)
    {
        var server = Address(parsed.GetValue(_server));
        return new ApiClient(server, parsed.GetValue(_token) ?? Variable("WEIR_TOKEN") ?? LocalToken(server));
    }

    public bool IsServerGiven(ParseResult parsed) => parsed.GetValue(_server) is not null;

    /// <summary>
    /// As <see cref="Connect"/>, for what only an owner may: the token in the data folder goes before the environment's, because
    /// who can read it has the master key beside it anyway.
    /// </summary>
    public ApiClient ConnectAsOwner(ParseResult parsed, string dataFolder)
    {
        var server = Address(parsed.GetValue(_server));
        return new ApiClient(
            server,
            parsed.GetValue(_token) ?? (IsLocal(server) ? TokenIn(dataFolder) : null) ?? Variable("WEIR_TOKEN") ?? LocalToken(server));
    }

    /// <summary>The data folder of this user's server: as given, else the environment's, else the default.</summary>
    public static string DataFolder(string? given) => WeirOptionsReader.DataFolder(given ?? Variable("WEIR_DATA"));

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value.Trim() : null;

    private static string NoAddress(string text) =>
        $"'{text}' is not the address of a server; give one like {WeirOptions.UrlsDefault}.";

    private static Uri? Parse(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            ? address
            : null;

    private static Uri Address(string? given)
    {
        if (given is not null)
        {
            return Parse(given)!;
        }

        // Where a server listens on every address, it is reached at this one, too.
        var text = Variable("WEIR_URLS")?.Split([';', ','])[0].Trim() ?? WeirOptions.UrlsDefault;
        var address = Parse(text) ?? throw new CommandFailedException($"WEIR_URLS: {NoAddress(text)}");
        return address.Host is "0.0.0.0" or "[::]" ? new UriBuilder(address) { Host = "127.0.0.1" }.Uri : address;
    }

    /// <summary>Null for a server elsewhere: this machine's token is nobody else's business. // Promise 5</summary>
    private static string? LocalToken(Uri server)
    {
        if (!IsLocal(server))
        {
            return null;
        }

        if (Variable("WEIR_API_TOKEN") is { } operators)
        {
            return operators;
        }

        try
        {
            return TokenIn(DataFolder(null));
        }
        catch (StartException)
        {
            // Without one the server says that it needs one.
            return null;
        }
    }

    private static bool IsLocal(Uri server) =>
        server.IsLoopback || (IPAddress.TryParse(server.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));

    private static string? TokenIn(string dataFolder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(dataFolder, OperatorTokens.FileName)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
