using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Weir.Sandbox.Gorgias;

/// <summary>What the control address can do with a helpdesk account beside faults and counters.</summary>
internal static class GorgiasControl
{
    private const int RowsAtOnce = 100;

    public static void AddTo(ControlAddress control, Desk desk)
    {
        control.Add("GET /control/tickets", context => WriteTicketsAsync(context, desk));
        control.Add("GET /control/writes", context => ControlAddress.WriteAsync(
            context, 200, Writes(desk), SandboxJson.Default.ListSandboxWrite));
        control.Add("POST /control/touch", context => TouchAsync(context, desk));
    }

    private static List<SandboxWrite> Writes(Desk desk)
    {
        lock (desk.Gate)
        {
            return [.. desk.Writes];
        }
    }

    /// <summary>
    /// All tickets as list rows, a line each, in the order in which they were made: the truth that a walk is compared
    /// with.
    /// </summary>
    private static async Task WriteTicketsAsync(HttpContext context, Desk desk)
    {
        context.Response.ContentType = "application/jsonl";
        for (var position = 0; position < desk.Tickets.Count; position += RowsAtOnce)
        {
            List<TicketView> views;
            lock (desk.Gate)
            {
                var positions = Enumerable.Range(position, Math.Min(RowsAtOnce, desk.Tickets.Count - position));
                views = [.. positions.Select(at => TicketView.Of(desk, desk.Tickets.Find(desk.Tickets.IdAt(at))!))];
            }

            foreach (var view in views)
            {
                await using (var json = new Utf8JsonWriter(context.Response.BodyWriter))
                {
                    TicketWriting.WriteRow(json, view);
                }

                context.Response.BodyWriter.Write("\n"u8);
            }

            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
    }

    private static async Task TouchAsync(HttpContext context, Desk desk)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(
                context.Request.Body, cancellationToken: context.RequestAborted);
            if (body.RootElement.ValueKind == JsonValueKind.Object
                && body.RootElement.TryGetProperty("tickets"u8, out var tickets)
                && tickets.ValueKind == JsonValueKind.Number
                && tickets.TryGetInt32(out var count)
                && count > 0)
            {
                desk.Touch(count);
                context.Response.StatusCode = 204;
                return;
            }
        }
        catch (JsonException)
        {
            // Answered below like every other body that is not the right one.
        }

        await ControlAddress.RefuseAsync(context, "The body is {\"tickets\":N} with N above 0.");
    }
}
