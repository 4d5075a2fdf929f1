using System.CommandLine;
using System.Net;
using System.Text.Json;
using Weir.Commands.Configuration;
using Weir.Engine.Configuration;

namespace Weir.Commands;

/// <summary><c>weir apply</c></summary>
internal static class ApplyCommand
{
    public const string Path = "/v1/configuration";

    public static Command Create()
    {
        var server = new ServerOptions();
        var folder = new Argument<string>("dir") { Description = "The folder, as 'weir pull' writes it.", HelpName = "DIR" };
        var yes = new Option<bool>("--yes") { Description = "Do it without being asked." };
        var prune = new Option<bool>("--prune") { Description = "Delete what is on the server and not in the folder." };
        var command = new Command(
            "apply", "Makes the server's configuration that of a folder: all of it or nothing. Shows the difference and asks.")
        {
            folder, yes, prune,
        };
        server.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            var body = Read(parsed.GetRequiredValue(folder));
            using var client = server.Connect(parsed);
            var query = parsed.GetValue(prune) ? "prune=true" : "prune=false";
            var (planned, tag) = await PostAsync(client, $"{query}&dryRun=true", body, null, stop);
            var isJson = server.IsJson(parsed);
            if (ChangesReport.IsEmpty(planned))
            {
                ReportNothing(planned, isJson);
                return CommandLine.Succeeded;
            }

            if (!isJson)
            {
                ChangesReport.Difference(planned, Console.Out);
                ChangesReport.Left(planned, Console.Out);
                Console.Out.WriteLine($"{ChangesReport.Counts(planned, "to create", "to change", "to delete")}.");
            }

            if (!parsed.GetValue(yes) && !Ask(planned, isJson))
            {
                Console.Error.WriteLine("Nothing was changed.");
                return CommandLine.Failed;
            }

            var (applied, _) = await PostAsync(client, query, body, tag, stop);
            Report(applied, isJson);
            return CommandLine.Succeeded;
        });
        return command;
    }

    private static ConfigurationBody Read(string path)
    {
        if (!Directory.Exists(path))
        {
            throw new CommandFailedException($"There is no folder {path}.");
        }

        var folder = ConfigurationFolder.Read(path, whole: true);
        if (folder.Problems.Count > 0)
        {
            throw new CommandFailedException(string.Join('\n', folder.Problems));
        }

        // With --prune a wrong folder would delete everything.
        return folder.Files.Count > 0
            ? ConfigurationBody.Of(folder.Files, Environment.GetEnvironmentVariable)
            : throw new CommandFailedException(
                $"{path} holds no configuration: there is no YAML file in {string.Join(", ", ConfigurationKinds.All.Select(ConfigurationKinds.ListOf))}.");
    }

    /// <summary>What the server refuses is told at its place in the files.</summary>
    private static async Task<(ConfigurationChangesView View, string? Tag)> PostAsync(
        ApiClient client, string query, ConfigurationBody body, string? expectedTag, CancellationToken stop)
    {
        try
        {
            var (answer, tag) = await client.ExchangeAsync(HttpMethod.Post, $"{Path}?{query}", body.Json, expectedTag, stop);
            return (JsonSerializer.Deserialize(answer, ConfigurationJson.Default.ConfigurationChangesView)!, tag);
        }
        catch (JsonException e)
        {
            throw client.NotWeir(e);
        }
        catch (ApiRefusedException changed) when (changed.Status == HttpStatusCode.PreconditionFailed)
        {
            throw new CommandFailedException(
                "Somebody changed the configuration meanwhile, and nothing was applied; run the command again.", changed);
        }
        catch (ApiRefusedException refused) when (refused.Fields.Count > 0)
        {
            throw new CommandFailedException(
                string.Join('\n', refused.Fields.Select(f => body.Tell(f.Field, f.Message))), refused);
        }
    }

    private static bool Ask(ConfigurationChangesView planned, bool isJson)
    {
        if (isJson)
        {
            Output.Json(planned, ConfigurationJson.Default.ConfigurationChangesView);
        }

        if (isJson || Console.IsInputRedirected || Console.IsOutputRedirected)
        {
            throw new WrongUsageException("Nothing was changed: add --yes to apply this where nobody can be asked.");
        }

        Console.Error.Write("Apply this? [y/N] ");
        return Console.In.ReadLine()?.Trim().ToLowerInvariant() is "y" or "yes";
    }

    private static void ReportNothing(ConfigurationChangesView planned, bool isJson)
    {
        if (isJson)
        {
            Output.Json(planned, ConfigurationJson.Default.ConfigurationChangesView);
            return;
        }

        Console.Out.WriteLine("Nothing to change.");
        ChangesReport.Left(planned, Console.Out);
        ChangesReport.Connections(planned, Console.Out);
    }

    private static void Report(ConfigurationChangesView applied, bool isJson)
    {
        if (isJson)
        {
            Output.Json(applied, ConfigurationJson.Default.ConfigurationChangesView);
            return;
        }

        Console.Out.WriteLine($"Applied: {ChangesReport.Counts(applied, "created", "changed", "deleted")}.");
        ChangesReport.Connections(applied, Console.Out);
    }
}
