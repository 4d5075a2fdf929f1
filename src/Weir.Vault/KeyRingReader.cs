using Weir.Engine.Secrets;

namespace Weir.Vault;

/// <summary>
/// Finds the master keys that the stored data needs. The database says which those are: the one that it belongs to, and while
/// a rotation is under way the one that it is going to. Where a needed one is missing there is no start, and a new one is made only
/// where nothing depends on another.
/// </summary>
internal sealed class KeyRingReader(MasterKeySource source, IKeyStore keys)
{
    private readonly OwnKeys _own = source.Own;
    private readonly KeyPlace _present = source.Present;
    private readonly KeyPlace _previous = source.Previous;

    private bool IsOwn => _present.Name is null;

    /// <summary>Throws <see cref="MasterKeyException"/>; the database is then as it was.</summary>
    public async Task<(KeyRing Ring, string? Notice)> ReadAsync(CancellationToken cancellationToken)
    {
        // Two sources of one key are told before anything is read.
        _ = (_present.Name, _previous.Name);
        var proofs = await keys.ProofsAsync(cancellationToken);
        if (proofs.Present is not { } proof)
        {
            return await FirstAsync(cancellationToken);
        }

        var present = await PresentAsync(proof, cancellationToken);
        MasterKey? previous = null;
        try
        {
            if (present.Made(proof) && proofs.Next is null)
            {
                return (new KeyRing(present, null), Unneeded());
            }

            previous = await OtherAsync(present, present.Made(proof) ? proofs.Next! : proof, cancellationToken);
            return (await ResumeAsync(present, previous, proof, proofs.Next, cancellationToken), null);
        }
        catch
        {
            present.Dispose();
            previous?.Dispose();
            throw;
        }
    }

    private async Task<(KeyRing Ring, string? Notice)> FirstAsync(CancellationToken cancellationToken)
    {
        if ((await keys.CountAsync(cancellationToken)).Count > 0)
        {
            throw new MasterKeyException(
                $"The data folder {source.DataFolder} holds keys but nothing that proves their master key: restore the database "
                + "from a backup.");
        }

        var present = IsOwn
            ? _own.Read(OwnKeys.Present) ?? _own.MakePresent()
            : await _present.ReadAsync(cancellationToken);
        try
        {
            SettleOwn();
            var proof = await keys.AddProofAsync(present.Prove(), cancellationToken);
            return present.Made(proof)
                ? (new KeyRing(present, null), IsOwn ? KeepACopy() : null)
                : throw Wrong(present, proof);
        }
        catch
        {
            present.Dispose();
            throw;
        }
    }

    /// <summary>The key that wraps from here on; the proof may still be another's.</summary>
    private async Task<MasterKey> PresentAsync(MasterKeyProof proof, CancellationToken cancellationToken)
    {
        if (!IsOwn)
        {
            return await _present.ReadAsync(cancellationToken);
        }

        if ((_own.Read(OwnKeys.Next) ?? _own.Read(OwnKeys.Present)) is { } own)
        {
            return own;
        }

        // The operator gives the key back into the server's hands: only with the old one may there be a new one.
        using var previous = _previous.Name is null ? null : await _previous.ReadAsync(cancellationToken);
        return previous?.Made(proof) == true
            ? _own.MakePresent()
            : throw new MasterKeyException(
                $"The data folder {source.DataFolder} holds secrets, but its master key (id {proof.MasterKeyId}) is missing: "
                + $"restore {_own.Full(OwnKeys.Present)} or set {MasterKeySource.ValueVariable}.");
    }

    /// <summary>The key beside the present one that a proof names; null when it is nowhere.</summary>
    private async Task<MasterKey?> OtherAsync(MasterKey present, MasterKeyProof proof, CancellationToken cancellationToken)
    {
        foreach (var name in IsOwn ? [OwnKeys.Present, OwnKeys.Old] : Array.Empty<string>())
        {
            if (Fitting(_own.Read(name)) is { } own)
            {
                return own;
            }
        }

        return _previous.Name is null ? null : Fitting(await _previous.ReadAsync(cancellationToken));

        MasterKey? Fitting(MasterKey? key)
        {
            if (key?.Id != present.Id && key?.Id == proof.MasterKeyId)
            {
                return key;
            }

            key?.Dispose();
            return null;
        }
    }

    /// <summary>Both keys of a rotation that was begun, here or by giving a previous key.</summary>
    private async Task<KeyRing> ResumeAsync(
        MasterKey present, MasterKey? previous, MasterKeyProof proof, MasterKeyProof? next, CancellationToken cancellationToken)
    {
        var isBack = present.Made(proof);
        if (!isBack && previous?.Made(proof) != true)
        {
            throw Wrong(present, proof);
        }

        // Announced, but neither key is the one: harmless only as long as nothing was wrapped by it.
        if (next is not null && next.MasterKeyId != present.Id && next.MasterKeyId != previous?.Id)
        {
            var counts = await keys.CountAsync(cancellationToken);
            if (counts.GetValueOrDefault(next.MasterKeyId) is > 0 and var wrapped)
            {
                throw Unfinished(proof, next, wrapped);
            }
        }

        SettleOwn();
        if (previous is null)
        {
            await keys.SetNextProofAsync(null, cancellationToken);
        }
        else if (!isBack && next?.MasterKeyId != present.Id)
        {
            await keys.SetNextProofAsync(present.Prove(), cancellationToken);
        }

        return new KeyRing(present, previous);
    }

    private void SettleOwn()
    {
        if (IsOwn)
        {
            _own.Settle();
        }
    }

    private string KeepACopy() =>
        $"A new master key is in {_own.Full(OwnKeys.Present)}; keep a copy in a safe place, apart from backups of the data: without "
        + "it the stored secrets are lost.";

    private string? Unneeded() => _previous.Name is { } name ? $"{name} is not needed any more: remove it." : null;

    private MasterKeyException Wrong(MasterKey given, MasterKeyProof proof) => new(
        $"The master key (id {given.Id}) is not the one of the data folder {source.DataFolder} (id {proof.MasterKeyId}): "
        + "give the one it was made with"
        + (IsOwn
            ? $", as {_own.Full(OwnKeys.Old)} where the database is older than the key's last rotation."
            : $"; to change it for this one, give it in {MasterKeySource.PreviousVariable} beside."));

    private MasterKeyException Unfinished(MasterKeyProof proof, MasterKeyProof next, int wrapped) => new(
        $"The data folder {source.DataFolder} is on its way from the master key {proof.MasterKeyId} to {next.MasterKeyId}, which wraps "
        + $"{wrapped} of its data keys already and is missing: "
        + (IsOwn
            ? $"restore {_own.Full(OwnKeys.Next)}."
            : $"give both, the one to keep in {MasterKeySource.ValueVariable} and the other in {MasterKeySource.PreviousVariable}."));
}
