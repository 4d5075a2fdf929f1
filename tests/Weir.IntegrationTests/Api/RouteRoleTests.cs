using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Weir.Api;
using Weir.Model;
using Weir.Tests.Tidy;

namespace Weir.IntegrationTests.Api;

/// <summary>Who may use which endpoint, asked of each of them with a real token of each role.</summary>
public sealed partial class RouteRoleTests : AccountTest
{
    private const string List = "tests/Weir.IntegrationTests/Api/routes.txt";

    private static readonly string[] Roles = ["monitor", "manager", "administrator", "owner"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_endpoint_is_open_to_whom_the_list_says()
    {
        var callers = new List<Caller> { Nobody() };
        foreach (var role in Roles)
        {
            callers.Add(await TokenOfAsync(role));
        }

        var text = new StringBuilder(
            """
            # Who may use which endpoint: 401 sign in first, 403 the role does not reach, - the endpoint answers.
            # Made by RouteRoleTests, which asks each endpoint with a token of each role. It is written again when it has changed.
            # nobody monitor manager administrator owner

            """);
        foreach (var (method, path) in Routes())
        {
            var outcomes = new List<string>();
            foreach (var caller in callers)
            {
                outcomes.Add(await OutcomeAsync(caller, method, path));
            }

            text.Append($"{string.Join(' ', outcomes.Select(o => o.PadRight(3)))}  {method,-6} {path}\n");
        }

        Snapshot.MustBe(List, text.ToString());
    }

    [Fact]
    public async Task The_document_names_the_role_that_an_operation_needs()
    {
        var document = (await Api.GetAsync("/openapi/v1.json")).MustBe(200).Json;
        var users = document.GetProperty("paths").GetProperty("/v1/users").GetProperty("post");

        Assert.Equal("administrator", users.GetProperty("x-weir-role").GetString());
        Assert.Equal(
            "cookie", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("Cookie").GetProperty("in").GetString());
    }

    [Fact]
    public async Task An_endpoint_that_names_no_role_is_closed_to_everybody()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddAuthenticationCore(options => options.DefaultScheme = Named.Key);
        builder.Services.AddWebEncoders();
        builder.Services.AddSingleton(TimeProvider.System);
        new AuthenticationBuilder(builder.Services).AddScheme<AuthenticationSchemeOptions, Named>(Named.Key, null);
        Access.Add(builder.Services);
        await using var web = builder.Build();
        web.UseRouting();
        web.UseAuthentication();
        web.UseAuthorization();
        web.MapGet("/new", () => "open");
        web.MapGet("/named", () => "open").Needs(Role.Owner);
        await web.StartAsync(Stop);
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(web.Urls.First()) };

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(http, "/new", null));
        foreach (var role in Enum.GetNames<Role>())
        {
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(http, "/new", role));
        }

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(http, "/named", "Owner"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(http, "/named", "Administrator"));
    }

    /// <summary>Nothing that exists, and a body that nothing takes: whoever may ask changes nothing.</summary>
    private static async Task<string> OutcomeAsync(Caller caller, string method, string path)
    {
        var address = Placeholder().Replace(path, placeholder => placeholder.Value.EndsWith(":int}", StringComparison.Ordinal) ? "1" : "nothing");
        var body = method is "GET" or "DELETE" ? null : """{"nothing takes this":1}""";
        var reply = await caller.SendAsync(method, address, body);
        Assert.True(reply.Status < 500, $"{method} {path} was answered {reply.Status}: {reply.Text}");
        return reply.Status is 401 or 403 ? $"{reply.Status}" : "-";
    }

    [GeneratedRegex(@"\{\w+(:int)?\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Placeholder();

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string path, string? role)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Role", role ?? "none");
        return (await http.SendAsync(request, Stop)).StatusCode;
    }

    private IEnumerable<(string Method, string Path)> Routes() =>
        from endpoint in Api.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        let path = "/" + endpoint.RoutePattern.RawText!.Trim('/')
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        orderby path, method
        select (method, path);

    /// <summary>Believes who somebody says he is.</summary>
    private sealed class Named(
        IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, System.Text.Encodings.Web.UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        public const string Key = "Named";

        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
            Enum.TryParse<Role>(Request.Headers["Role"], out var role)
                ? AuthenticateResult.Success(new AuthenticationTicket(new Actor("x", "X", role).Principal(Key), Key))
                : AuthenticateResult.NoResult());
    }
}
