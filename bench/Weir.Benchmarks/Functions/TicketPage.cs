using System.Net.Http.Headers;
using System.Text;
using Weir.Sandbox;

namespace Weir.Benchmarks.Functions;

/// <summary>A page of a hundred tickets, as a Gorgias sends it.</summary>
internal static class TicketPage
{
    // BenchmarkDotNet's toolchain does not wait for a set-up that is a task.
    public static byte[] Read() => ReadAsync().GetAwaiter().GetResult();

    private static async Task<byte[]> ReadAsync()
    {
        await using var desk = await GorgiasSandbox.StartAsync(
            new GorgiasSandboxOptions { Tickets = 100, RateLimit = false }, CancellationToken.None);
        using var http = new HttpClient(new SocketsHttpHandler());
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{desk.Username}:{desk.Password}")));
        return await http.GetByteArrayAsync($"{desk.BaseUri}/tickets?limit=100");
    }
}
