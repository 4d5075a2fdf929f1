using System.Data.Common;
using Weir.Engine.Resources;
using Weir.Model;
using Weir.Storage.Databases;

namespace Weir.Storage.Stores;

/// <summary>Many changes as one transaction.</summary>
internal sealed partial class ResourceStore
{
    public async Task<bool> SaveAsync(IReadOnlyList<ResourceSave> saves, CancellationToken cancellationToken)
    {
        try
        {
            return await database.WriteAsync(Durability.Full, session => SaveAsync(session, saves), cancellationToken);
        }
        catch (ChangedMeanwhileException)
        {
            return false;
        }
        catch (DbException e) when (database.Dialect.IsUniqueViolation(e))
        {
            var row = saves[0].Row;
            var message = $"There is already {Article(row.Kind)} {Text(row.Kind)} named '{row.Name}'.";
            throw new RefusalException(ErrorCodes.Conflict, message, new Problem("name", ErrorCodes.Conflict, message));
        }
    }

    public async Task<bool> CommitAsync(ResourceCommit commit, CancellationToken cancellationToken)
    {
        try
        {
            return await database.WriteAsync(
                Durability.Full, session => CommitAsync(session, commit), cancellationToken);
        }
        catch (ChangedMeanwhileException)
        {
            return false;
        }
        catch (DbException e) when (database.Dialect.IsUniqueViolation(e))
        {
            // The changes have names of their own: somebody else took one.
            return false;
        }
    }

    private static string Article(ResourceKind kind) =>
        kind is ResourceKind.Integration or ResourceKind.Export or ResourceKind.Import or ResourceKind.Alert ? "an" : "a";

    private static async Task<bool> SaveAsync(Session session, IReadOnlyList<ResourceSave> saves)
    {
        foreach (var (row, secrets, audit) in saves)
        {
            if (row.Version == 1)
            {
                await InsertAsync(session, row, secrets, audit);
            }
            else if (!await ReplaceAsync(session, row, row.Version - 1, secrets, audit))
            {
                throw new ChangedMeanwhileException();
            }
        }

        foreach (var save in saves)
        {
            await RefuseMissingAsync(session, save.Row.Id, save.Row.Document);
            if (save.AuditBeside is { } beside)
            {
                await AuditStore.WriteAsync(session, beside);
            }
        }

        return true;
    }

    private static async Task<bool> CommitAsync(Session session, ResourceCommit commit)
    {
        var present = await session.QueryAsync<PresentRow>(ResourceSql.PresentVersions);
        if (present.Count != commit.Base.Count
            || !present.All(p => commit.Base.TryGetValue(p.Id, out var version) && version == p.Version))
        {
            return false;
        }

        foreach (var (id, audit) in commit.Deletes)
        {
            await DeleteAsync(session, id, audit);
        }

        foreach (var (row, secrets, audit) in commit.Saves)
        {
            if (!commit.Base.TryGetValue(row.Id, out var replaced))
            {
                await InsertAsync(session, row, secrets, audit);
            }
            else if (!await ReplaceAsync(session, row, replaced, secrets, audit))
            {
                throw new ChangedMeanwhileException();
            }
        }

        // At the end: they may refer to one another.
        foreach (var (row, _, _) in commit.Saves)
        {
            await RefuseMissingAsync(session, row.Id);
        }

        await AuditStore.WriteAsync(session, commit.Audit);
        return true;
    }

    private sealed record PresentRow(string Id, long Version);

    /// <summary>Ends the transaction without a trace.</summary>
    private sealed class ChangedMeanwhileException : Exception;
}
