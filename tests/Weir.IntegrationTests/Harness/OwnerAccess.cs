using System.Net.Http.Headers;
using System.Text.Json;

namespace Weir.IntegrationTests.Harness;

/// <summary>Speaks to a server of a test as its owner: with the token that lies in its data folder.</summary>
internal static class OwnerAccess
{
    /// <summary>The answer's status and body.</summary>
    public static async Task<(int Status, JsonElement Body)> AsOwnerAsync(
        this WeirProcess weir, string data, HttpMethod method, string path, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token(data));
        using var response = await weir.Http.SendAsync(request, stop);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStreamAsync(stop));
        return ((int)response.StatusCode, body.RootElement.Clone());
    }

    private static string Token(string data)
    {
        var file = Path.Combine(data, "api-token");
        return File.Exists(file) ? File.ReadAllText(file).Trim() : WeirProcess.Token;
    }
}
