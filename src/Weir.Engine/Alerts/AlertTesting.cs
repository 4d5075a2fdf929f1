using Weir.Engine.Audit;
using Weir.Engine.Resources;
using Weir.Engine.Runs;
using Weir.Model;

namespace Weir.Engine.Alerts;

/// <summary>Sends an alert of nothing, so that a person sees that it arrives and how it looks.</summary>
public sealed class AlertTesting(
    ResourceEditor editor, IAlertStore store, AlertConditions conditions, AlertSender sender, AuditTrail audit, IdSource ids, TimeProvider time)
{
    /// <summary>One attempt. What came of it is no refusal. Refusal: <c>not_found</c>.</summary>
    public async Task<AlertOutcomeView> TestAsync(AlertId id, Actor by, CancellationToken cancellationToken)
    {
        var row = await editor.GetAsync(ResourceKind.Alert, id.Value, cancellationToken);
        var alert = AlertDocument.FromRow(row);
        await audit.NoteAsync(by, AuditActions.AlertTested, AuditTarget.Of(row));
        var key = ids.New<AlertId>().Value;
        var attempt = await sender.SendAsync(alert.Import, conditions.Sample(alert), key, cancellationToken);
        var outcome = new AlertOutcome(time.GetUtcNow(), attempt.Error);
        await store.NoteAsync(id, outcome, CancellationToken.None);
        return ViewOf(outcome);
    }

    internal static AlertOutcomeView ViewOf(AlertOutcome outcome) =>
        new(outcome.At, outcome.Error is null, RunNoteView.Of(outcome.Error));
}
