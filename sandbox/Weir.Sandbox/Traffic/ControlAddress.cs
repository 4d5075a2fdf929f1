using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Weir.Sandbox;

/// <summary>
/// <c>/control/…</c> of a sandbox server: faults, counters, and what else the server adds. It needs no sign-in, is not
/// counted and never goes wrong. <c>docs/sandbox.md</c> describes it.
/// </summary>
internal sealed class ControlAddress(TrafficLog log, SandboxFaults faults)
{
    private static readonly ControlError Nothing = new("There is nothing here; docs/sandbox.md lists what is.");

    private readonly Dictionary<string, Func<HttpContext, Task>> _more = new(StringComparer.OrdinalIgnoreCase);

    public static bool IsControl(HttpRequest request) =>
        request.Path.StartsWithSegments("/control", StringComparison.Ordinal);

    /// <param name="name">Method and path, e.g. <c>GET /control/writes</c>.</param>
    public void Add(string name, Func<HttpContext, Task> answer) => _more.Add(name, answer);

    public Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!.TrimEnd('/');
        return $"{context.Request.Method} {path}" switch
        {
            "POST /control/faults" => AddFaultsAsync(context),
            "GET /control/faults" => WriteAsync(context, 200, [.. faults.List()], ControlJson.Default.ListFaultState),
            "DELETE /control/faults" => EmptyAsync(context, faults.Clear),
            "GET /control/stats" => WriteAsync(context, 200, log.Read(), ControlJson.Default.TrafficSnapshot),
            "DELETE /control/stats" => EmptyAsync(context, log.Reset),
            var name when _more.TryGetValue(name, out var answer) => answer(context),
            _ => WriteAsync(context, 404, Nothing, ControlJson.Default.ControlError),
        };
    }

    public static Task RefuseAsync(HttpContext context, string why) =>
        WriteAsync(context, 400, new ControlError(why), ControlJson.Default.ControlError);

    private async Task AddFaultsAsync(HttpContext context)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(
                context.Request.Body, cancellationToken: context.RequestAborted);
            var rules = body.RootElement.ValueKind == JsonValueKind.Array
                ? body.RootElement.Deserialize(ControlJson.Default.ListFaultRule)!
                : [body.RootElement.Deserialize(ControlJson.Default.FaultRule)!];
            var problem = rules
                .Select(rule => rule is null ? "A fault is an object." : rule.Problem())
                .FirstOrDefault(problem => problem is not null);
            if (problem is not null)
            {
                await RefuseAsync(context, problem);
                return;
            }

            var added = rules.ConvertAll(faults.Add);
            var states = faults.List().Where(state => added.Contains(state.Id)).ToList();
            await WriteAsync(context, 201, states, ControlJson.Default.ListFaultState);
        }
        catch (JsonException e)
        {
            await RefuseAsync(context, e.Message);
        }
    }

    private static Task EmptyAsync(HttpContext context, Action act)
    {
        act();
        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    public static Task WriteAsync<T>(
        HttpContext context, int status, T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(context.Response.Body, value, type, context.RequestAborted);
    }
}

internal sealed record ControlError(string Error);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DeskChange))]
[JsonSerializable(typeof(FaultRule))]
[JsonSerializable(typeof(List<FaultRule>))]
[JsonSerializable(typeof(List<FaultState>))]
[JsonSerializable(typeof(TrafficSnapshot))]
[JsonSerializable(typeof(ControlError))]
internal sealed partial class ControlJson : JsonSerializerContext;
