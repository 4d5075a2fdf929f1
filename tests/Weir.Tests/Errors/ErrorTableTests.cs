using System.Text;
using Microsoft.AspNetCore.Http;
using Weir.Api;
using Weir.Engine.Errors;

namespace Weir.Tests.Errors;

public sealed class ErrorTableTests
{
    [Theory]
    [InlineData("=HYPERLINK(1)", "'=HYPERLINK(1)")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("=1,\"2\"", "\"'=1,\"\"2\"\"\"")]
    [InlineData("a=1", "a=1")]
    [InlineData("", "")]
    public async Task No_cell_is_a_formula(string message, string cell)
    {
        var http = new DefaultHttpContext { Response = { Body = new MemoryStream() } };

        await ErrorTable.WriteAsync(http, new[] { ErrorWith(message) }.ToAsyncEnumerable());

        var table = Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray());
        Assert.EndsWith($"err_1,flow_1,run_1,write,rejected,{cell},,key,2026-01-31T09:30:00.000Z,open,1,,,\r\n", table);
    }

    private static ErrorView ErrorWith(string message) => new()
    {
        Id = "err_1",
        Flow = "flow_1",
        Run = "run_1",
        Step = "write",
        Code = "rejected",
        Message = message,
        HttpStatus = null,
        TraceKey = "key",
        Record = null,
        OccurredAt = new DateTimeOffset(2026, 1, 31, 9, 30, 0, TimeSpan.Zero),
        Status = "open",
        Attempts = 1,
        Assignee = null,
        Tags = [],
        Note = null,
    };
}
