using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Weir.IntegrationTests.Harness;

/// <summary>Speaks the API to a server of a test, also after it was started again. Whatever is refused fails the test.</summary>
internal sealed class WeirApi(WeirProcess weir)
{
    /// <param name="kind">The resource's name in the address: <c>connections</c>, <c>flows</c> …</param>
    /// <param name="body">Written as JSON, names as they are.</param>
    /// <returns>The id of what was created.</returns>
    public async Task<string> CreateAsync(string kind, object body) =>
        (await PostAsync($"/v1/{kind}", body)).GetProperty("id").GetString()!;

    public async Task<JsonElement> PostAsync(string path, object? body = null)
    {
        using var content = body is null ? null : JsonContent.Create(body);
        using var response = await weir.Http.PostAsync(path, content);
        return await ReadAsync(response);
    }

    public async Task<JsonElement> PutAsync(string path, object body)
    {
        using var content = JsonContent.Create(body);
        using var response = await weir.Http.PutAsync(path, content);
        return await ReadAsync(response);
    }

    public async Task<JsonElement> PatchAsync(string path, object body)
    {
        using var content = JsonContent.Create(body);
        using var response = await weir.Http.PatchAsync(path, content);
        return await ReadAsync(response);
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var response = await weir.Http.GetAsync(path);
        return await ReadAsync(response);
    }

    /// <summary>Null while the server waits for its database.</summary>
    public async Task<JsonElement?> LookAsync(string path)
    {
        using var response = await weir.Http.GetAsync(path);
        return response.StatusCode == HttpStatusCode.ServiceUnavailable ? null : await ReadAsync(response);
    }

    /// <summary>Everything in a list, page by page.</summary>
    public async Task<List<JsonElement>> ListAsync(string path)
    {
        var all = new List<JsonElement>();
        string? cursor = null;
        do
        {
            var joint = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            var at = cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
            var page = await GetAsync($"{path}{joint}limit=200{at}");
            all.AddRange(page.GetProperty("data").EnumerateArray());
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);
        return all;
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
        {
            var request = response.RequestMessage!;
            Assert.Fail($"{request.Method} {request.RequestUri!.PathAndQuery} was answered {(int)response.StatusCode}: {text}");
        }

        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
