using Weir.Adaptors.Files;
using Weir.Adaptors.Http;
using Weir.Engine.Calls;
using Weir.Engine.Catalogue;
using Weir.Storage;
using Weir.Vault;
using Governor = Weir.Engine.Governor.Governor;
using SecretVault = Weir.Vault.Vault;

namespace Weir.Hosting;

/// <summary>
/// What must be open before anything else works, opened in order: definitions, data folder and database, master key, token,
/// pauses. The first that cannot be opened is the one sentence of the start. Closed in the opposite order.
/// </summary>
internal sealed class Foundation : IAsyncDisposable
{
    private readonly Stack<object> _opened = [];

    private Foundation(WeirOptions options) => Options = options;

    public WeirOptions Options { get; }

    public TimeProvider Time => TimeProvider.System;

    public ApplicationCatalogue Catalogue { get; private set; } = null!;

    public DatabaseStores Stores { get; private set; } = null!;

    public SecretVault Vault { get; private set; } = null!;

    public OperatorTokens OperatorTokens { get; private set; } = null!;

    public BodyHash BodyHash { get; private set; } = null!;

    public Governor Governor { get; private set; } = null!;

    public AdaptorSet Adaptors { get; private set; } = null!;

    /// <summary>Throws <see cref="StartException"/>; what was opened by then is closed again.</summary>
    public static async Task<Foundation> OpenAsync(WeirOptions options, CancellationToken cancellationToken)
    {
        var foundation = new Foundation(options);
        try
        {
            await foundation.OpenAsync(cancellationToken);
            return foundation;
        }
        catch (Exception e)
        {
            await foundation.DisposeAsync();
            throw e switch
            {
                DefinitionException definition => new StartException(string.Join("\n", definition.Problems), e),
                StorageStartException or MasterKeyException => new StartException(e.Message, e),
                _ => e,
            };
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_opened.TryPop(out var last))
        {
            if (last is IAsyncDisposable later)
            {
                await later.DisposeAsync();
            }
            else
            {
                (last as IDisposable)?.Dispose();
            }
        }
    }

    /// <summary>Where the operator has the master key.</summary>
    internal static MasterKeySource MasterKey(WeirOptions options) => new()
    {
        DataFolder = options.Data,
        Value = options.MasterKey,
        File = options.MasterKeyFile,
        Command = options.MasterKeyCommand,
        PreviousValue = options.MasterKeyPrevious,
        PreviousFile = options.MasterKeyPreviousFile,
        PreviousCommand = options.MasterKeyPreviousCommand,
    };

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        Catalogue = ApplicationCatalogue.Load([ApplicationCatalogue.ShippedFolder], Options.BaseUris, Options.Headroom);
        Stores = Opened(await DatabaseStores.OpenAsync(Options.Data, Options.Database, cancellationToken));
        Vault = Opened(await SecretVault.OpenAsync(MasterKey(Options), Stores.Keys, cancellationToken));
        OperatorTokens = OperatorTokens.Open(Options.Data, Options.ApiToken);
        BodyHash = await BodyHash.OpenAsync(Options.Data, Vault, cancellationToken);
        var http = new HttpOptions { AllowPrivateHosts = Options.AllowPrivateHosts };
        Adaptors = new AdaptorSet([Opened(new HttpAdaptor(http, Time)), new FilesAdaptor(new FilesOptions { Root = Options.Files })]);
        Governor = Opened(await Governor.OpenAsync(Time, Stores.Pauses, cancellationToken));
    }

    private T Opened<T>(T part)
        where T : notnull
    {
        _opened.Push(part);
        return part;
    }
}
