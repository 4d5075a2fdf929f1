using Weir.Engine.Alerts;
using Weir.Model;
using Weir.Storage.Databases;

namespace Weir.Storage.Stores;

internal sealed class AlertStore(Database database) : IAlertStore
{
    private const string All =
        """
        select alert as Alert, event as Event, subject as Subject, raised_at as RaisedAt, record as Record, attempts as Attempts,
            next_at as NextAt, under_way as UnderWay, sent_at as SentAt, code as Code, message as Message
        from raised_alerts order by raised_at, alert, event, subject
        """;

    private const string Set =
        """
        insert into raised_alerts
            (alert, event, subject, raised_at, record, attempts, next_at, under_way, sent_at, code, message)
        values (@alert, @name, @subject, @raised, @record, @attempts, @next, @underWay, @sent, @code, @message)
        on conflict (alert, event, subject) do update set attempts = excluded.attempts, next_at = excluded.next_at,
            under_way = excluded.under_way, sent_at = excluded.sent_at, code = excluded.code, message = excluded.message
        """;

    private const string End = "delete from raised_alerts where alert = @alert and event = @name and subject = @subject";

    private const string Outcome =
        """
        insert into alert_outcomes (alert, at, code, message) values (@alert, @at, @code, @message)
        on conflict (alert) do update set at = excluded.at, code = excluded.code, message = excluded.message
        """;

    private const string Outcomes = "select alert as Alert, at as At, code as Code, message as Message from alert_outcomes";

    public async Task<IReadOnlyList<RaisedAlert>> AllAsync(CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(session => session.QueryAsync<Row>(All), cancellationToken);
        return
        [
            .. rows.Select(r => new RaisedAlert
            {
                Alert = new AlertId(r.Alert),
                Event = r.Event,
                Subject = r.Subject,
                At = Micros.ToTime(r.RaisedAt),
                Record = r.Record,
                Attempts = (int)r.Attempts,
                Next = r.NextAt is { } next ? Micros.ToTime(next) : null,
                IsUnderWay = r.UnderWay == 1,
                SentAt = r.SentAt is { } sent ? Micros.ToTime(sent) : null,
                Error = NoteOf(r.Code, r.Message),
            }),
        ];
    }

    public Task SaveAsync(IReadOnlyList<RaisedAlert> raised, CancellationToken cancellationToken) => raised.Count == 0
        ? Task.CompletedTask
        : database.WriteAsync(
            Durability.Full,
            async session =>
            {
                foreach (var one in raised)
                {
                    await session.ExecuteAsync(Set, new
                    {
                        alert = one.Alert.Value,
                        name = one.Event,
                        subject = one.Subject,
                        raised = Micros.Of(one.At),
                        record = one.Record,
                        attempts = (long)one.Attempts,
                        next = one.Next is { } next ? Micros.Of(next) : (long?)null,
                        underWay = one.IsUnderWay ? 1L : 0L,
                        sent = one.SentAt is { } sent ? Micros.Of(sent) : (long?)null,
                        code = one.Error?.Code,
                        message = one.Error?.Message,
                    });
                }

                return true;
            },
            cancellationToken);

    public Task EndAsync(IReadOnlyList<RaisedAlert> raised, CancellationToken cancellationToken) => raised.Count == 0
        ? Task.CompletedTask
        : database.WriteAsync(
            Durability.Normal,
            async session =>
            {
                foreach (var one in raised)
                {
                    await session.ExecuteAsync(End, new { alert = one.Alert.Value, name = one.Event, subject = one.Subject });
                }

                return true;
            },
            cancellationToken);

    public Task NoteAsync(AlertId alert, AlertOutcome outcome, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Normal,
        session => session.ExecuteAsync(Outcome, new
        {
            alert = alert.Value,
            at = Micros.Of(outcome.At),
            code = outcome.Error?.Code,
            message = outcome.Error?.Message,
        }),
        cancellationToken);

    public async Task<IReadOnlyDictionary<AlertId, AlertOutcome>> OutcomesAsync(CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(session => session.QueryAsync<OutcomeRow>(Outcomes), cancellationToken);
        return rows.ToDictionary(r => new AlertId(r.Alert), r => new AlertOutcome(Micros.ToTime(r.At), NoteOf(r.Code, r.Message)));
    }

    public Task ForgetAsync(AlertId alert, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Normal,
        async session =>
        {
            await session.ExecuteAsync("delete from raised_alerts where alert = @alert", new { alert = alert.Value });
            return await session.ExecuteAsync("delete from alert_outcomes where alert = @alert", new { alert = alert.Value });
        },
        cancellationToken);

    private static RunNote? NoteOf(string? code, string? message) => code is null ? null : new RunNote(code, message ?? "");

    private sealed record Row(
        string Alert,
        string Event,
        string Subject,
        long RaisedAt,
        string Record,
        long Attempts,
        long? NextAt,
        long UnderWay,
        long? SentAt,
        string? Code,
        string? Message);

    private sealed record OutcomeRow(string Alert, long At, string? Code, string? Message);
}
