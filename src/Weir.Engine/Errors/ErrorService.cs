using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Engine.Connections;
using Weir.Engine.Documents;
using Weir.Engine.Resources;
using Weir.Engine.Runs;
using Weir.Engine.Secrets;
using Weir.Model;

namespace Weir.Engine.Errors;

/// <summary>
/// What people do with failed records; many at once are retried and resolved by runs. What is shown has the secrets
/// of the flow's connections masked; what is stored and retried has not. // Promise 5
/// </summary>
public sealed class ErrorService(
    IErrorStore store,
    IRunStore runs,
    IResourceStore resources,
    IVault vault,
    ILiveConnections connections,
    AdaptorSet adaptors)
{
    /// <summary>The most bytes of sealed records in one slice of a list.</summary>
    internal const int RecordBytesMax = 16 * 1024 * 1024;

    private const int PageSize = 200;
    private const int CausesMax = 100;
    private const int AssigneeCharactersMax = 200;
    private const int NoteCharactersMax = 10_000;
    private const int TagsMax = 50;
    private const int TagCharactersMax = 100;

    /// <summary>
    /// Newest first, with their records. Where the records of a slice are large it ends earlier than asked, and the next
    /// one begins there. // Promise 8
    /// </summary>
    public async Task<Slice<ErrorView>> ListAsync(
        ErrorQuery query, int limit, string? cursor, CancellationToken cancellationToken)
    {
        await RequireFlowAsync(query.Flow, cancellationToken);
        var slice = await store.ListAsync(query, limit, cursor, cancellationToken);
        var masks = NewMasks();
        var views = new List<ErrorView>(slice.Data.Count);
        var bytes = 0L;
        foreach (var error in slice.Data)
        {
            var sealedRecord = await store.RecordAsync(error.Id, cancellationToken);
            bytes += sealedRecord?.Length ?? 0;
            if (bytes > RecordBytesMax && views.Count > 0)
            {
                // The store makes cursors: asked for as many as fit, it says where the next slice begins.
                var fitting = await store.ListAsync(query, views.Count, cursor, cancellationToken);
                return new Slice<ErrorView>(views, fitting.Next);
            }

            var record = await OpenAsync(sealedRecord, cancellationToken);
            views.Add(ErrorView.Of(error, record, await masks.OfAsync(error.Run, error.Flow, cancellationToken)));
        }

        return new Slice<ErrorView>(views, slice.Next);
    }

    /// <summary>What matches, by what it came of, what is most first, each with the message of one of them.</summary>
    public async Task<IReadOnlyList<ErrorCauseView>> CausesAsync(ErrorQuery query, CancellationToken cancellationToken)
    {
        await RequireFlowAsync(query.Flow, cancellationToken);
        var masks = NewMasks();
        List<ErrorCauseView> views = [];
        foreach (var cause in await store.CausesAsync(query, CausesMax, cancellationToken))
        {
            // One that was dropped meanwhile takes its cause along.
            if (await store.FindAsync(cause.Sample, cancellationToken) is { } sample)
            {
                var mask = await masks.OfAsync(sample.Run, sample.Flow, cancellationToken);
                views.Add(ErrorCauseView.Of(cause, mask.Text(sample.Message)));
            }
        }

        return views;
    }

    /// <summary>All that match, newest first, without their records: for a table of any length.</summary>
    public async IAsyncEnumerable<ErrorView> AllAsync(
        ErrorQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            var slice = await store.ListAsync(query, PageSize, cursor, cancellationToken);
            var masks = NewMasks();
            foreach (var error in slice.Data)
            {
                yield return ErrorView.Of(error, null, await masks.OfAsync(error.Run, error.Flow, cancellationToken));
            }

            cursor = slice.Next;
        }
        while (cursor is not null);
    }

    /// <summary>Refusal: <c>not_found</c>.</summary>
    public async Task<TaggedError> ReadAsync(ErrorId id, CancellationToken cancellationToken)
    {
        var error = await FindAsync(id, cancellationToken);
        var cipher = await store.RecordAsync(id, cancellationToken);
        return new TaggedError(await ViewAsync(error, cipher, cancellationToken), ErrorTag.Of(error, cipher));
    }

    /// <summary>
    /// Merges a patch of assignee, tags and note. Refusals: <c>not_found</c>; <c>precondition_failed</c> where its tag is not
    /// <paramref name="expected"/> (null: whatever it is).
    /// </summary>
    public async Task<TaggedError> ChangeAsync(
        ErrorId id, JsonElement patch, string? expected, CancellationToken cancellationToken)
    {
        var error = await FindAsync(id, cancellationToken);
        var cipher = await store.RecordAsync(id, cancellationToken);
        var present = await ViewAsync(error, cipher, cancellationToken);
        var reader = new DocumentReader(MergePatch.Apply(Own(error), patch));
        RefuseReadOnly(reader, present);
        var changed = error with
        {
            Assignee = reader.OptionalString("assignee", AssigneeCharactersMax, 1),
            Tags = [.. reader.Strings("tags", TagsMax, TagCharactersMax).Distinct(StringComparer.Ordinal)],
            Note = reader.OptionalString("note", NoteCharactersMax),
        };
        reader.Finish();
        return await store.UpdateAsync(changed, cancellationToken, expected)
            ? new TaggedError(
                present with { Assignee = changed.Assignee, Tags = changed.Tags, Note = changed.Note }, ErrorTag.Of(changed, cipher))
            : throw NotFound(id);
    }

    /// <summary>
    /// Replaces what will be retried. It is another record from then on: its requests carry new idempotency keys. A value that
    /// was shown masked and stands where it was shown is the stored one. Refusals: <c>not_found</c>; <c>conflict</c> when it
    /// is resolved; <c>validation</c> where a masked value stands elsewhere; <c>precondition_failed</c> as for a change.
    /// </summary>
    public async Task<TaggedError> ChangeRecordAsync(
        ErrorId id, JsonElement body, string? expected, CancellationToken cancellationToken)
    {
        var reader = new DocumentReader(body);
        var sent = reader.Any("record");
        reader.Finish();
        var error = await FindAsync(id, cancellationToken);
        if (!error.Open)
        {
            throw new RefusalException(ErrorCodes.Conflict, "The error is resolved; only an open one's record can be edited.");
        }

        var mask = await NewMasks().OfAsync(error.Run, error.Flow, cancellationToken);
        var record = await OpenAsync(await store.RecordAsync(id, cancellationToken), cancellationToken) is { } stored
            ? MaskedEdit.Undo(sent, stored, mask)
            : sent;
        var fingerprint = SealedRecord.FingerprintOf(error.TraceKey, JsonMarshal.GetRawUtf8Value(record));
        var cipher = await SealedRecord.SealAsync(
            vault, fingerprint, JsonMarshal.GetRawUtf8Value(record), cancellationToken);
        return await store.SetRecordAsync(id, cipher, cancellationToken, expected)
            ? new TaggedError(ErrorView.Of(error, record, mask), ErrorTag.Of(error, cipher))
            : throw NotFound(id);
    }

    private static RefusalException NotFound(ErrorId id) => RefusalException.NotFound("error", id.Value);

    private static JsonElement Own(RecordError error) => DocumentWriter.Element(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("assignee", error.Assignee);
        writer.WriteStrings("tags", error.Tags);
        writer.WriteString("note", error.Note);
        writer.WriteEndObject();
    });

    private static void RefuseReadOnly(DocumentReader reader, ErrorView present)
    {
        var shown = JsonSerializer.SerializeToElement(present with { Record = null }, ErrorJson.Default.ErrorView);
        reader.ReadOnly(shown, ErrorView.ReadOnlyFields);
        if (!reader.Has("record"))
        {
            return;
        }

        var sent = reader.Any("record");
        var isSame = present.Record is { } record
            ? JsonElement.DeepEquals(record, sent)
            : sent.ValueKind == JsonValueKind.Null;
        if (!isSame)
        {
            reader.Refuse("record", "The record is edited by itself: PUT /v1/errors/{id}/record.", ErrorCodes.ReadOnly);
        }
    }

    private async Task<RecordError> FindAsync(ErrorId id, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken) ?? throw NotFound(id);

    private RunMasks NewMasks() => new(runs, resources, connections, adaptors);

    private async Task<ErrorView> ViewAsync(RecordError error, byte[]? cipher, CancellationToken cancellationToken) => ErrorView.Of(
        error,
        await OpenAsync(cipher, cancellationToken),
        await NewMasks().OfAsync(error.Run, error.Flow, cancellationToken));

    /// <summary>Null when it cannot be opened: that is this error's trouble, not the list's.</summary>
    private async Task<JsonElement?> OpenAsync(byte[]? cipher, CancellationToken cancellationToken)
    {
        if (cipher is null)
        {
            return null;
        }

        try
        {
            var opened = await SealedRecord.OpenAsync(vault, cipher, cancellationToken);
            using var document = JsonDocument.Parse(opened.Record, new JsonDocumentOptions { MaxDepth = RecordMask.DepthMax });
            return document.RootElement.Clone();
        }
        catch (SecretUnreadableException)
        {
            return null;
        }
    }

    private async Task<ResourceRow?> RequireFlowAsync(FlowId? flow, CancellationToken cancellationToken) =>
        flow is not { } id
            ? null
            : await resources.FindAsync(ResourceKind.Flow, id.Value, cancellationToken)
                ?? throw RefusalException.NotFound("flow", id.Value);
}
