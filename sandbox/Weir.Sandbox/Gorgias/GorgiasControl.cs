using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Weir.Sandbox.Gorgias;

/// <summary>What the control address can do with a helpdesk account beside faults and counters.</summary>
internal static class GorgiasControl
{
    private const int RowsAtOnce = 100;

    public static void AddTo(ControlAddress control, Desk desk, DeskMover mover, CursorBook cursors, HttpCalls calls)
    {
        control.Add("GET /control/tickets", context => WriteTicketsAsync(context, desk));
        control.Add("GET /control/writes", context => ControlAddress.WriteAsync(
            context, 200, Writes(desk), SandboxJson.Default.ListSandboxWrite));
        control.Add("POST /control/touch", context => ChangeAsync(context, mover));
        control.Add("GET /control/sendings", context => ControlAddress.WriteAsync(
            context, 200, Sendings(desk), SandboxJson.Default.ListSandboxSending));
        control.Add("GET /control/calls", context => ControlAddress.WriteAsync(
            context, 200, calls.Done(), SandboxJson.Default.ListSandboxCall));
        control.Add("POST /control/cursors/expire", context =>
        {
            cursors.Expire();
            context.Response.StatusCode = 204;
            return Task.CompletedTask;
        });
        control.Add("POST /control/change", context => ChangeAsync(context, mover));
    }

    private static List<SandboxWrite> Writes(Desk desk)
    {
        lock (desk.Gate)
        {
            return [.. desk.Writes];
        }
    }

    private static List<SandboxSending> Sendings(Desk desk)
    {
        desk.Settle();
        lock (desk.Gate)
        {
            return [.. desk.Sendings];
        }
    }

    /// <summary>
    /// All tickets as list rows, a line each, in the order in which they were made: the truth that a walk is compared
    /// with.
    /// </summary>
    private static async Task WriteTicketsAsync(HttpContext context, Desk desk)
    {
        context.Response.ContentType = "application/jsonl";
        desk.Settle();
        for (var position = 0; position < desk.Tickets.Positions; position += RowsAtOnce)
        {
            List<TicketView> views;
            lock (desk.Gate)
            {
                views =
                [
                    .. Enumerable.Range(position, Math.Min(RowsAtOnce, desk.Tickets.Positions - position))
                        .Select(at => desk.Tickets.Find(desk.Tickets.IdAt(at))).OfType<Ticket>()
                        .Select(ticket => TicketView.Of(desk, ticket)),
                ];
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

    private static async Task ChangeAsync(HttpContext context, DeskMover mover)
    {
        try
        {
            var change = await JsonSerializer.DeserializeAsync(
                context.Request.Body, ControlJson.Default.DeskChange, context.RequestAborted);
            var problem = change is null ? "A change is an object." : change.Problem();
            if (problem is null)
            {
                mover.Apply(change!);
                context.Response.StatusCode = 204;
                return;
            }

            await ControlAddress.RefuseAsync(context, problem);
        }
        catch (JsonException e)
        {
            await ControlAddress.RefuseAsync(context, e.Message);
        }
    }
}
