using System.CommandLine;
using System.Globalization;
using Weir.Hosting;
using Weir.Vault;

namespace Weir.Commands;

/// <summary><c>weir keys</c></summary>
internal static class KeysCommand
{
    private const string Path = "/v1/keys";

    public static Command Create() => new("keys", "Replaces the key that protects all stored secrets.") { Rotate() };

    private static Command Rotate()
    {
        var server = new ServerOptions();
        var data = new Option<string?>("--data")
        {
            Description = "The data folder. Default: WEIR_DATA, else ~/.local/share/weir. Without a server that runs on it, the work is done here.",
            HelpName = "DIR",
        };
        var command = new Command(
            "rotate",
            "Makes a new master key and wraps every data key by it, while the server runs. Interrupted, it goes on when it is run again.")
        {
            data,
        };
        server.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            var progress = new RotationProgress(TimeProvider.System) { IsQuiet = server.IsJson(parsed) };
            var options = server.IsServerGiven(parsed)
                ? null
                : WeirOptionsReader.Read(ServeProgram.Configuration(), parsed.GetValue(data));
            if (options is null || await LocalRotation.RunAsync(options, progress, stop) is not { } keys)
            {
                using var client = server.ConnectAsOwner(parsed, options?.Data ?? ServerOptions.DataFolder(parsed.GetValue(data)));
                keys = await FollowAsync(client, await BeginAsync(client, options?.Data, stop), progress, stop);
            }

            return Finish(keys, server.IsJson(parsed));
        });
        return command;
    }

    /// <param name="client">Lets the server do it.</param>
    /// <param name="held">The data folder on which a server is known to run; null where the server was named.</param>
    /// <param name="stop">Ends it.</param>
    private static async Task<KeysView> BeginAsync(ApiClient client, string? held, CancellationToken stop)
    {
        try
        {
            return await client.PostAsync($"{Path}/rotate", null, KeysJson.Default.KeysView, stop);
        }
        catch (CommandFailedException lost) when (held is not null && lost.InnerException is HttpRequestException)
        {
            throw new CommandFailedException(
                $"A server runs on {held}, but none answers at {client.Server.GetLeftPart(UriPartial.Authority)}: say with --server where it is.",
                lost);
        }
    }

    private static async Task<KeysView> FollowAsync(
        ApiClient client, KeysView begun, RotationProgress progress, CancellationToken stop)
    {
        try
        {
            var ended = await progress.FollowAsync(
                cancelled => client.GetAsync(Path, KeysJson.Default.KeysView, cancelled), stop);
            return ended.Rotation is not null || ended.MasterKeyId != begun.MasterKeyId
                ? ended
                : throw new CommandFailedException(
                    "The server was started again before the new master key was made; run 'weir keys rotate' again.");
        }
        catch (CommandFailedException lost) when (lost.InnerException is HttpRequestException)
        {
            throw new CommandFailedException($"{lost.Message} The rotation goes on by itself when it is started again.", lost);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw new CommandFailedException("Stopped waiting; the rotation goes on in the server.");
        }
    }

    private static int Finish(KeysView keys, bool isJson)
    {
        if (keys.Rotation is { State: KeyRotationState.Failed } failed)
        {
            throw new CommandFailedException($"The master key could not be replaced: {failed.Message}");
        }

        if (isJson)
        {
            Output.Json(keys, KeysJson.Default.KeysView);
            return CommandLine.Succeeded;
        }

        Console.Out.WriteLine(keys.Rotation is not { } rotation
            ? $"The master key is now {keys.MasterKeyId}."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"The master key is now {rotation.To} (it was {rotation.From}); {rotation.Done:N0} data keys are wrapped by it. {rotation.Message}"));
        return CommandLine.Succeeded;
    }
}
